import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { scriptQuoteQuery, writeScripts } from "@/api/scripts";
import type { ScriptBrief } from "@/api/types";
import { newAttempt } from "@/lib/attempt";
import { Problem } from "@/lib/problem";

export type Desk = ReturnType<typeof useDesk>;

/** What is asked for and what was written, with the prices of those who can write. */
export function useDesk(profile: string, footage: string[], isOpen: boolean) {
  const [wish, setWish] = useState({ idea: "", length_s: 20, language: "en", count: 3, seed: 0 });
  const [chosen, setChosen] = useState("template");
  const [attempt, setAttempt] = useState(newAttempt);
  const queryClient = useQueryClient();
  const brief: ScriptBrief = { ...wish, source_video_ids: footage };
  const hasIdea = /\p{L}/u.test(wish.idea);
  const { data: quote } = useQuery({
    ...scriptQuoteQuery(profile, useDeferredValue(hasIdea ? brief : { ...brief, idea: "idea" })),
    placeholderData: (previous) => previous,
    enabled: isOpen,
  });
  const writing = useMutation(writeScripts(profile));
  const writers = quote?.writers ?? [];
  const writer = writers.find((other) => other.writer === chosen && other.available);

  function change(part: Partial<ScriptBrief>) {
    setWish((old) => ({ ...old, ...part }));
    setAttempt(newAttempt());
  }

  return {
    brief,
    hasIdea,
    writers,
    writer,
    chosen,
    writing,
    change,
    choose(name: string) {
      setChosen(name);
      setAttempt(newAttempt());
    },
    write() {
      // Asked of the client, since a second click may come before the page is drawn again.
      const { mutationKey } = writeScripts(profile);
      if (!hasIdea || !writer || queryClient.isMutating({ mutationKey }) > 0) return;
      writing.mutate(
        { brief, writer: writer.writer, key: attempt },
        {
          // The next click is another wish, and gets other scripts.
          onSuccess: () => change({ seed: wish.seed + wish.count }),
          // A wish whose answer was lost stays the same one, and is paid once.
          onError: (error) => {
            if (!isLost(error)) setAttempt(newAttempt());
          },
        },
      );
    },
  };
}

/** Whether it is not known what became of a request. */
function isLost(error: Error): boolean {
  return error instanceof Problem && (error.status === 0 || error.code === "request_under_way");
}
