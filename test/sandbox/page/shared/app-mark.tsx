/** The app's mark: somebody is added. */
export function AppMark({ size }: { size: 'small' | 'large' }) {
  return (
    <span className={`avatar avatar-${size} app-mark`} aria-hidden="true">
      <svg
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        aria-hidden="true"
      >
        <circle cx="10" cy="8" r="3.5" />
        <path d="M3.5 19c.6-3.6 3.2-5.5 6.5-5.5 1.5 0 2.8.4 3.9 1.100M18 13v6M15 16h6" />
      </svg>
    </span>
  );
}
