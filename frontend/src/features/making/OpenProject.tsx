import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { toast } from "sonner";
import { footageQuery } from "@/api/footage";
import { projectQuery } from "@/api/projects";
import { changeDraft, draftFrom, drafts } from "@/features/making/draft";
import { detailOf } from "@/lib/problem";
import { Button } from "@/ui/Button";

interface OpenProjectProps {
  profile: string;
  project: string;
}

/** Takes a project up again on the first page. */
export function OpenProject({ profile, project: id }: OpenProjectProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();

  async function open() {
    try {
      const project = await queryClient.fetchQuery(projectQuery(profile, id));
      const { pages } = await queryClient.ensureInfiniteQueryData(footageQuery(profile));
      const old = drafts.get(profile);
      const shown = pages.flatMap((page) => page.items.map(({ id }) => id));
      changeDraft(profile, draftFrom(project, shown));
      toast(`“${project.name}” is open.`, {
        action: { label: "Back to my draft", onClick: () => changeDraft(profile, old) },
      });
      await navigate({ to: "/p/$profile", params: { profile } });
    } catch (error) {
      toast.error(detailOf(error));
    }
  }

  return <Button onClick={() => void open()}>Open project</Button>;
}
