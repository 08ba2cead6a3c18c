import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clearSpeechCache, speechCacheQuery } from "@/api/voices";
import { detailOf } from "@/lib/problem";
import { SentenceCache } from "@/ui/SentenceCache";

/** How full the store's cache of spoken sentences is, and a way to empty it. */
export function SpeechCache({ profile }: { profile: string }) {
  const { data, error } = useQuery(speechCacheQuery(profile));
  const clearing = useMutation(clearSpeechCache(useQueryClient(), profile));
  return (
    <SentenceCache
      done="spoken"
      use="What is spoken again costs neither time nor money."
      again="spoken anew, and paid anew where its voice costs"
      cache={data}
      problem={error && detailOf(error)}
      isClearing={clearing.isPending}
      refusal={clearing.error && detailOf(clearing.error)}
      onClear={(then) => clearing.mutate(undefined, { onSuccess: then })}
    />
  );
}
