import { type DrawingOptions, drawingsOf } from "./drawing/drawing";
import { svgOf } from "./drawing/svg";
import type { Explained } from "./explanation";

/** The paths as a picture that stands for itself: light and dark, with words for screen readers, without script or anything from elsewhere. */
export const renderExplainSvg = (explained: Explained, options: DrawingOptions = {}): string => svgOf(drawingsOf(explained, options));
