import { render, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { aCaptionPreview } from "@/testing/captions";
import { CaptionLayer } from "@/ui/CaptionLayer";

function draw(part: Parameters<typeof aCaptionPreview>[0], spoken = 0) {
  const preview = aCaptionPreview(part);
  const [caption] = preview.captions;
  if (!caption) throw new Error("no caption");
  const { container } = render(
    <CaptionLayer look={preview} caption={caption} spoken={spoken} label="Order today" />,
  );
  return within(container).getByRole("img", { name: "Order today" });
}

const fills = (layer: HTMLElement) =>
  [...layer.querySelectorAll("text")].map((text) => text.parentElement?.getAttribute("fill"));

describe("the layer of captions", () => {
  it("puts each word where the server set it, in a font of our own", () => {
    const layer = draw({});
    expect(layer).toHaveAttribute("viewBox", "0 0 1080 1920");
    const [first, second] = [...layer.querySelectorAll("text")];
    expect(first).toHaveAttribute("x", "300");
    expect(first).toHaveAttribute("y", "1410");
    expect(first).toHaveAttribute("stroke-width", "10");
    expect(first?.querySelector("tspan")).toHaveAttribute("font-family", '"caption Anton"');
    expect(second).toHaveAttribute("x", "500");
  });

  it("lights the spoken word, and in a fill those before it, too", () => {
    expect(fills(draw({ highlight: "colour" }, 1))).toEqual(["#ffffff", "#ffff00"]);
    expect(fills(draw({ highlight: "fill" }, 1)).slice(0, 2)).toEqual(["#ffff00", "#ffff00"]);
  });

  it("puts a box behind the spoken word alone, and leaves its letters", () => {
    const layer = draw({ highlight: "box" }, 1);
    expect(fills(layer)).toEqual(["#ffffff", "#ffffff"]);
    const boxes = [...layer.querySelectorAll("rect")];
    expect(boxes.map((box) => box.getAttribute("x"))).toEqual(["410"]);
  });

  it("shows a text as it is", () => {
    const layer = draw({ words: ["<b>&amp;", "{\\an8}"] });
    expect(layer).toHaveTextContent("<b>&amp;{\\an8}");
    expect(layer.querySelector("b")).toBeNull();
  });
});
