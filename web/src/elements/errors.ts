/** The error summary takes focus, so that it is read first and its links are next. Without scripts the page opens at its top, where the summary is. */
import { all, onPage } from "./page";

onPage(() => all(".errsum")[0]?.focus());
