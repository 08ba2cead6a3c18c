import { useId } from "react";
import { captionFamily } from "@/lib/caption-family";

/** What all captions of a preview have in common; pixels are those of the canvas. */
export interface CaptionLook {
  canvas: { width: number; height: number };
  colours: {
    text: string;
    highlight: string;
    edge: string;
    shadow_opacity: number;
    bar_opacity: number;
  };
  highlight: string;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
  radius: number;
}

interface Word {
  centre_x: number;
  baseline_y: number;
  spoken_baseline_y: number;
  runs: { text: string; family: string }[];
  frame: Box;
}

/** Words that are on screen together, each at its place. */
export interface SetCaption {
  em_px: number;
  spoken_em_px: number;
  outline_px: number;
  blur_px: number;
  shadow_px: number;
  bars: Box[];
  words: Word[];
}

interface CaptionLayerProps {
  look: CaptionLook;
  caption: SetCaption;
  /** Which word is spoken. */
  spoken: number;
  label: string;
}

/** Draws captions as they are burned in: every place, size and colour comes from the server. */
export function CaptionLayer({ look, caption, spoken, label }: CaptionLayerProps) {
  const blur = useId();
  const { canvas, colours, highlight } = look;
  const said = caption.words[spoken];
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${canvas.width} ${canvas.height}`}
      className="absolute inset-0 size-full"
    >
      <filter id={blur} x="-50%" y="-100%" width="200%" height="300%">
        <feGaussianBlur stdDeviation={caption.blur_px} />
      </filter>
      {caption.bars.map((bar) => (
        <Rounded key={bar.y} box={bar} fill={colours.edge} opacity={colours.bar_opacity} />
      ))}
      {highlight === "box" && said && <Rounded box={said.frame} fill={colours.highlight} />}
      {caption.blur_px > 0 && (
        <g filter={`url(#${blur})`} stroke={colours.edge} fill={colours.edge}>
          {caption.words.map((word, n) => (
            <Letters
              key={word.centre_x + word.baseline_y}
              {...{ caption, word }}
              spoken={n === spoken}
            />
          ))}
        </g>
      )}
      {caption.words.map((word, n) => (
        <g key={word.centre_x + word.baseline_y}>
          {colours.shadow_opacity > 0 && (
            <g
              opacity={colours.shadow_opacity}
              fill={colours.edge}
              stroke={colours.edge}
              transform={`translate(${caption.shadow_px} ${caption.shadow_px})`}
            >
              <Letters {...{ caption, word }} spoken={n === spoken} />
            </g>
          )}
          <g
            fill={isLit(highlight, n, spoken) ? colours.highlight : colours.text}
            stroke={caption.blur_px > 0 ? "none" : colours.edge}
          >
            <Letters {...{ caption, word }} spoken={n === spoken} />
          </g>
        </g>
      ))}
    </svg>
  );
}

function isLit(highlight: string, word: number, spoken: number): boolean {
  if (highlight === "box") return false;
  return highlight === "fill" ? word <= spoken : word === spoken;
}

function Rounded({ box, fill, opacity }: { box: Box; fill: string; opacity?: number }) {
  const { x, y, width, height, radius } = box;
  return <rect {...{ x, y, width, height, fill, opacity }} rx={radius} />;
}

function Letters({ caption, word, spoken }: { caption: SetCaption; word: Word; spoken: boolean }) {
  return (
    <text
      x={word.centre_x}
      y={spoken ? word.spoken_baseline_y : word.baseline_y}
      fontSize={spoken ? caption.spoken_em_px : caption.em_px}
      textAnchor="middle"
      strokeWidth={2 * caption.outline_px}
      strokeLinejoin="round"
      paintOrder="stroke"
      style={{ fontKerning: "normal", textRendering: "geometricPrecision", fontSynthesis: "none" }}
    >
      {word.runs.map(({ text, family }, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a word never change their order.
        <tspan key={n} fontFamily={`"${captionFamily(family)}"`}>
          {text}
        </tspan>
      ))}
    </text>
  );
}
