// The write token of this tab: kept until the tab is closed, in no cookie, so that no foreign page can use it.
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
