import { randomBytes } from 'node:crypto';

/** The app in one workspace. */
export type Installation = {
  teamId: string;
  /** Who installed it. */
  userId: string;
  scopes: string[];
};

/** What `oauth.v2.access` gives. `refreshToken` and `expiresIn`, in seconds, where tokens rotate. */
export type Grant = Installation & { token: string; refreshToken?: string; expiresIn?: number };

/** A code that was not exchanged yet, and what it may be exchanged for. */
type Code = Installation & { redirectUri: string; at: number };

type Token = { teamId: string; endsAt: number };

/** https://docs.slack.dev/authentication/installing-with-oauth/#exchanging */
const codeLivesFor = 10 * 60_000;
/** https://docs.slack.dev/authentication/using-token-rotation */
const rotatingTokenLivesFor = 12 * 60 * 60_000;

/**
 * Where the app is installed, and by which tokens it acts there. A code and a refresh token work once; each token acts in its
 * own workspace only.
 */
export class Installations {
  readonly #now: () => number;
  readonly #rotates: boolean;
  readonly #byTeam = new Map<string, Installation>();
  readonly #codes = new Map<string, Code>();
  readonly #tokens = new Map<string, Token>();
  /** Refresh token → workspace. */
  readonly #refreshTokens = new Map<string, string>();
  /** Tokens of installations that ended. */
  readonly #ended = new Set<string>();

  constructor(now: () => number, rotates: boolean) {
    this.#now = now;
    this.#rotates = rotates;
  }

  reset(): void {
    for (const kept of [
      this.#byTeam,
      this.#codes,
      this.#tokens,
      this.#refreshTokens,
      this.#ended,
    ]) {
      kept.clear();
    }
  }

  of(teamId: string): Installation | undefined {
    return this.#byTeam.get(teamId);
  }

  /** Installs the app with a token that is known before. */
  install(installation: Installation, token: string): void {
    this.#byTeam.set(installation.teamId, installation);
    this.#tokens.set(token, { teamId: installation.teamId, endsAt: Number.POSITIVE_INFINITY });
  }

  /** Somebody allowed it: a code for the app. */
  allow(allowed: Omit<Code, 'at'>): string {
    const code = `${allowed.teamId}.${randomBytes(16).toString('hex')}`;
    this.#codes.set(code, { ...allowed, at: this.#now() });
    return code;
  }

  /** https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
  exchange(code: string, redirectUri: string): Grant | { error: string } {
    const known = this.#codes.get(code);
    if (!known) return { error: 'invalid_code' };
    this.#codes.delete(code);
    const { at, redirectUri: expected, ...installation } = known;
    if (this.#now() - at >= codeLivesFor) return { error: 'invalid_code' };
    if (redirectUri !== expected) return { error: 'bad_redirect_uri' };
    this.#byTeam.set(installation.teamId, installation);
    return this.#issue(installation);
  }

  refresh(refreshToken: string): Grant | { error: string } {
    const installation = this.#byTeam.get(this.#refreshTokens.get(refreshToken) ?? '');
    if (!installation) return { error: 'invalid_refresh_token' };
    this.#refreshTokens.delete(refreshToken);
    return this.#issue(installation);
  }

  /** The workspace in which a token acts, or Slack's error. */
  teamOf(token: string): { teamId: string } | { error: string } {
    const known = this.#tokens.get(token);
    if (!known) return { error: this.#ended.has(token) ? 'account_inactive' : 'invalid_auth' };
    return known.endsAt <= this.#now() ? { error: 'token_expired' } : known;
  }

  /** The app is taken out: all its tokens there end. False where it is not installed. */
  end(teamId: string): boolean {
    for (const [token, known] of this.#tokens) {
      if (known.teamId !== teamId) continue;
      this.#tokens.delete(token);
      this.#ended.add(token);
    }
    for (const [token, known] of this.#refreshTokens) {
      if (known === teamId) this.#refreshTokens.delete(token);
    }
    return this.#byTeam.delete(teamId);
  }

  #issue(installation: Installation): Grant {
    const { teamId } = installation;
    const secret = randomBytes(12).toString('hex');
    if (!this.#rotates) {
      const token = `xoxb-${secret}`;
      this.#tokens.set(token, { teamId, endsAt: Number.POSITIVE_INFINITY });
      return { ...installation, token };
    }
    const token = `xoxe.xoxb-1-${secret}`;
    const refreshToken = `xoxe-1-${randomBytes(12).toString('hex')}`;
    this.#tokens.set(token, { teamId, endsAt: this.#now() + rotatingTokenLivesFor });
    this.#refreshTokens.set(refreshToken, teamId);
    return { ...installation, token, refreshToken, expiresIn: rotatingTokenLivesFor / 1_000 };
  }
}
