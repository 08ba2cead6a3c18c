import type { NetworkRules } from "@/api/types";
import { postLength } from "@/lib/post-length";

/** How long a text is for each of some networks, by their own ways of counting. */
export function TextCount({ text, networks }: { text: string; networks: NetworkRules[] }) {
  return (
    <span className="flex flex-wrap gap-x-4 tabular-nums">
      {networks.map(({ network, label, max_length, unit }) => {
        const length = postLength(text, unit);
        const isOver = length > max_length;
        return (
          <span key={network} className={isOver ? "font-medium text-danger" : ""}>
            {label}: {length.toLocaleString("en")} of {max_length.toLocaleString("en")}
            {isOver && ", too long"}
          </span>
        );
      })}
    </span>
  );
}
