// The write token of this tab: kept until the tab is closed, in no cookie, so that no foreign page can use it.
import { t } from "./dom.js";

const KEY = "zhize.token";

export const kept = {
  read: () => {
    try {
      return sessionStorage.getItem(KEY) || "";
    } catch (error) {
      return "";
    }
  },
  write: (token) => {
    try {
      if (token) sessionStorage.setItem(KEY, token);
      else sessionStorage.removeItem(KEY);
    } catch (error) {
      // A browser that keeps nothing asks again after a reload.
    }
  },
};

/** What to do about a 401: the server's own hint is for programs. */
export const refused = (token) => t(token ? "js.token.wrong" : "js.token.missing");
