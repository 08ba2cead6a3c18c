import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { logout, meQuery } from "@/api/auth";
import { Button } from "@/ui/Button";

/** Who is signed in, and the way out; nothing where nobody has to sign in. */
export function SignOut() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { data: me } = useQuery(meQuery);
  const leaving = useMutation(logout(queryClient));
  if (me?.mode !== "accounts") return null;
  return (
    <p className="flex flex-wrap items-center gap-3">
      <span className="text-muted">Signed in as {me.email}</span>
      <Button
        disabled={leaving.isPending}
        onClick={() => leaving.mutate(undefined, { onSuccess: () => void router.invalidate() })}
      >
        Sign out
      </Button>
    </p>
  );
}
