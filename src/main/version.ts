/** Of Portcullis, as its package says it. */
export { version } from "../../package.json";
