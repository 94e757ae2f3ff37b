import { Loading } from "../ui/Loading.tsx";

export function PagePending() {
  return <Loading />;
}
