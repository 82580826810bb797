/**
 * What pages gain when scripts run. Every page reads, and every form sends, without this file.
 *
 * Behaviours listen on the document, so they also serve what Turbo puts into the page later.
 */
import "@hotwired/turbo";

// Hears of a form before `busy` does: one that waits for a key is not on its way yet, and may be turned down.
import "./elements/passkey";

import "./elements/busy";
import "./elements/code";
import "./elements/copy";
import "./elements/dialog";
import "./elements/draft";
import "./elements/errors";
import "./elements/filters";
import "./elements/keys";
import "./elements/menu";
import "./elements/theme";
import "./elements/ticks";
import "./elements/time";
import "./elements/toast";
import "./elements/wait";
