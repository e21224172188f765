import { configureGlobal } from 'fast-check';

/** Property tests try the same values each time, so that a score can be compared with the one before. */
configureGlobal({ seed: 1 });
