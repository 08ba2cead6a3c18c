import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { confirmPublications, planPublications } from "@/api/publishing";
import type { Channel, Clip, PublicationOrder } from "@/api/types";
import { PlanView } from "@/features/publishing/PlanView";
import { WhenFields } from "@/features/publishing/WhenFields";
import { ownZone, type Times, whenOf } from "@/features/publishing/when";
import { newAttempt } from "@/lib/attempt";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface PublishFormProps {
  profile: string;
  clips: Clip[];
  channels: Channel[];
  /** The clip that the person came from. */
  chosenClip: string | undefined;
  onDone(): void;
}

const SEEDS = 1_000_000;

/** Clips, channels, words and times become a plan; the plan is shown, then confirmed. */
export function PublishForm({ profile, clips, channels, chosenClip, onDone }: PublishFormProps) {
  const [clipIds, setClipIds] = useState(chosenClip === undefined ? [] : [chosenClip]);
  const [channelIds, setChannelIds] = useState<string[]>([]);
  const [text, setText] = useState("");
  const [times, setTimes] = useState<Times>(() => ({
    kind: "now",
    local: "",
    firstDay: "",
    times: "09:00, 18:00",
    jitter: 0,
    seed: Math.floor(Math.random() * SEEDS),
  }));
  const planned = useRef<PublicationOrder>(null);
  const attempt = useRef(newAttempt());
  const planning = useMutation(planPublications(profile));
  const confirming = useMutation(confirmPublications(useQueryClient(), profile));
  const plan = planning.data;

  // What is changed is no longer what was planned.
  const changed = <T,>(set: (value: T) => void) => {
    return (value: T) => {
      set(value);
      planning.reset();
      confirming.reset();
    };
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    const order = { clip_ids: clipIds, channel_ids: channelIds, text, zone: ownZone() };
    planned.current = { ...order, when: whenOf(times), settings: {}, network_texts: {} };
    attempt.current = newAttempt();
    planning.mutate(planned.current);
  }

  function confirm() {
    if (!plan || planned.current === null) return;
    const wish = { planHash: plan.plan_hash, attempt: attempt.current, order: planned.current };
    confirming.mutate(wish, { onSuccess: onDone });
  }

  const error = planning.error ?? confirming.error;
  return (
    <form onSubmit={submit} aria-label="Publish" className="grid gap-4">
      <Choice
        legend="Clips"
        options={clips.map((clip) => [clip.id, `${clip.project_name} ${clip.variant}`])}
        chosen={clipIds}
        onChange={changed(setClipIds)}
      />
      <Choice
        legend="Channels"
        options={channels.map(({ id, handle, name, network }) => [
          id,
          `${handle || name} at ${network}`,
        ])}
        chosen={channelIds}
        onChange={changed(setChannelIds)}
      />
      <Field label="Text of the posts">
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            className="control"
            value={text}
            onChange={({ target }) => changed(setText)(target.value)}
          />
        )}
      </Field>
      <WhenFields times={times} onChange={changed(setTimes)} />
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
      {plan && <PlanView plan={plan} />}
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          disabled={clipIds.length === 0 || channelIds.length === 0 || planning.isPending}
        >
          {planning.isPending ? "Planning…" : "Show the plan"}
        </Button>
        {plan && (
          <Button tone="primary" disabled={!plan.sound || confirming.isPending} onClick={confirm}>
            {confirming.isPending ? "Confirming…" : "Publish exactly this"}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ChoiceProps {
  legend: string;
  options: [id: string, label: string][];
  chosen: string[];
  onChange(chosen: string[]): void;
}

/** Some of a few. */
function Choice({ legend, options, chosen, onChange }: ChoiceProps) {
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="grid max-h-48 gap-1 overflow-y-auto">
        {options.map(([id, label]) => (
          <label key={id} className="flex items-center gap-2">
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => toggle(id)} />
            <span className="min-w-0 break-words">{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
