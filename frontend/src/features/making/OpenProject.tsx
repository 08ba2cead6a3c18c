import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { toast } from "sonner";
import { projectQuery } from "@/api/projects";
import { changeDraft, draftFrom, drafts } from "@/features/making/draft";
import { offerBack } from "@/features/making/offer-back";
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
      const old = drafts.get(profile);
      changeDraft(profile, draftFrom(project));
      offerBack(profile, old, `“${project.name}” is open.`, "Back to my draft");
      await navigate({ to: "/p/$profile", params: { profile } });
    } catch (error) {
      toast.error(detailOf(error));
    }
  }

  return <Button onClick={() => void open()}>Open project</Button>;
}
