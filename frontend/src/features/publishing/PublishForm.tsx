import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { confirmPublications, planPublications } from "@/api/publications";
import type { Channel, Clip, NetworkRules, PublicationOrder } from "@/api/types";
import { ChannelChoice } from "@/features/publishing/ChannelChoice";
import { ClipChoice } from "@/features/publishing/ClipChoice";
import { NetworkFields } from "@/features/publishing/NetworkFields";
import {
  NOTHING_OWN,
  networksOf,
  orderOf,
  type Wish,
  withLimits,
} from "@/features/publishing/order";
import { PlanView } from "@/features/publishing/PlanView";
import { TextCount } from "@/features/publishing/TextCount";
import { WhenFields } from "@/features/publishing/WhenFields";
import { firstTimes } from "@/features/publishing/when";
import { newAttempt } from "@/lib/attempt";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Notice } from "@/ui/Notice";

interface PublishFormProps {
  profile: string;
  channels: Channel[];
  rules: NetworkRules[];
  /** The clip that the person came from. */
  chosenClip: Clip | undefined;
  onDone(): void;
}

/** Clips, channels, words and times become a plan; the plan is shown, then confirmed. */
export function PublishForm(props: PublishFormProps) {
  const { profile, channels, rules, chosenClip, onDone } = props;
  const [wish, setWish] = useState<Wish>(() => ({
    clipIds: chosenClip === undefined ? [] : [chosenClip.id],
    channelIds: channels.length === 1 ? channels.map(({ id }) => id) : [],
    text: "",
    own: {},
    times: firstTimes(new Date()),
  }));
  const planned = useRef<PublicationOrder>(null);
  const attempt = useRef(newAttempt());
  const planning = useMutation(planPublications(profile));
  const isConfirming = useRef(false);
  const confirming = useMutation(confirmPublications(useQueryClient(), profile));
  const plan = planning.data;
  const networks = withLimits(networksOf(channels, wish.channelIds, rules), wish, channels);
  const common = networks.filter(({ network }) => (wish.own[network]?.text ?? null) === null);
  const lacks =
    wish.clipIds.length === 0
      ? "Choose at least one clip."
      : wish.channelIds.length === 0
        ? "Choose at least one channel."
        : null;

  // What is changed is no longer what was planned.
  function change(part: Partial<Wish>) {
    setWish((old) => ({ ...old, ...part }));
    planning.reset();
    confirming.reset();
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    planned.current = orderOf(wish, networks);
    attempt.current = newAttempt();
    planning.mutate(planned.current);
  }

  function confirm() {
    // A second click comes before the button is drawn as disabled, and its answer would take the place of the first's.
    if (!plan || planned.current === null || isConfirming.current) return;
    const wanted = { planHash: plan.plan_hash, attempt: attempt.current, order: planned.current };
    isConfirming.current = true;
    confirming.mutate(wanted, {
      onSuccess: onDone,
      onSettled: () => {
        isConfirming.current = false;
      },
    });
  }

  const error = planning.error ?? confirming.error;
  return (
    <form onSubmit={submit} aria-label="Publish" className="grid grid-cols-[minmax(0,1fr)] gap-5">
      <ClipChoice
        profile={profile}
        first={chosenClip}
        chosen={wish.clipIds}
        onChange={(clipIds) => change({ clipIds })}
      />
      <ChannelChoice
        channels={channels}
        rules={rules}
        chosen={wish.channelIds}
        onChange={(channelIds) => change({ channelIds })}
      />
      <Field
        label="Text of the posts"
        {...(common.length > 0 && { hint: <TextCount text={wish.text} networks={common} /> })}
      >
        {(ids) => (
          <textarea
            {...ids}
            rows={4}
            className="control"
            value={wish.text}
            onChange={({ target }) => change({ text: target.value })}
          />
        )}
      </Field>
      {networks.length > 0 && (
        <section aria-label="By network" className="grid gap-2">
          <h3 className="font-medium">What differs by network</h3>
          {networks.map((one) => (
            <NetworkFields
              key={one.network}
              rules={one}
              text={wish.text}
              own={wish.own[one.network] ?? NOTHING_OWN}
              onChange={(own) => change({ own: { ...wish.own, [one.network]: own } })}
            />
          ))}
        </section>
      )}
      <WhenFields times={wish.times} networks={networks} onChange={(times) => change({ times })} />
      {error && <Notice tone="danger">{detailOf(error)}</Notice>}
      {plan && <PlanView plan={plan} rules={rules} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" disabled={lacks !== null || planning.isPending}>
          {planning.isPending ? "Planning…" : plan ? "Plan it again" : "Show the plan"}
        </Button>
        {plan && (
          <Button tone="primary" disabled={!plan.sound || confirming.isPending} onClick={confirm}>
            {confirming.isPending ? "Confirming…" : "Publish exactly this"}
          </Button>
        )}
        {lacks !== null && <p className="text-muted">{lacks}</p>}
        {plan && !plan.sound && (
          <p className="text-muted">Correct what the plan says, and plan it again.</p>
        )}
      </div>
    </form>
  );
}
