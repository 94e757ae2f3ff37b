// A list that comes in pages: how it stands until the first is there, what to say where it is empty, and the way to more.

import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button.tsx";
import { Failed } from "./Failed.tsx";
import { Loading } from "./Loading.tsx";

interface Page<Row> {
  readonly data: readonly Row[];
}

/** All rows that have been read, in their order. */
export function rowsOf<Row>(found: UseInfiniteQueryResult<InfiniteData<Page<Row>>>): readonly Row[] {
  return (found.data?.pages ?? []).flatMap(({ data }) => data);
}

export function Rows<Row>({
  of: found,
  before = [],
  empty,
  children,
}: {
  readonly of: UseInfiniteQueryResult<InfiniteData<Page<Row>>>;
  /** Rows that are there besides, and stand first. */
  readonly before?: readonly Row[];
  /** Where there is none. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}) {
  const { t } = useTranslation();
  if (found.isPending) return <Loading />;
  if (found.error && !found.data) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const rows = [...before, ...rowsOf(found)];
  if (rows.length === 0) return empty;
  return (
    <>
      {children(rows)}
      {found.isFetchNextPageError && <Failed error={found.error} retry={() => void found.fetchNextPage()} />}
      {found.hasNextPage && !found.isFetchNextPageError && (
        <Button className="mt-4" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("common.more")}
        </Button>
      )}
    </>
  );
}
