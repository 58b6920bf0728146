// What the pages do in the browser that the server cannot do for them. Everything else is rendered by the server.
export { createChart, setBars, updateBar, setLevels, setMarks, setLines, destroyChart, createLineChart, setLine } from "./chart.js";
export { allowDesktop, notifyOnDesktop } from "./notify.js";
export { showDrawings, watchDrawingTools } from "./drawings.js";
export { watchKeys, unwatchKeys } from "./keys.js";
export { openDialog, closeDialog, focusElement, chooseTheme, chooseZone, tourIsOver, endTour } from "./page.js";
export { createPasskey } from "./passkey.js";
import { offerPasskey } from "./passkey.js";
import { comeBackAfterLoss, holdUntilLive, rememberZone } from "./page.js";

holdUntilLive();
window.Blazor?.addEventListener("enhancedload", holdUntilLive);
rememberZone();
comeBackAfterLoss();
offerPasskey();
