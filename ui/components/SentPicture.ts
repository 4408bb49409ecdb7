import { useEffect, useRef } from "preact/hooks";
import { html } from "../html";
import type { SentPicture as SentPictureModel } from "../models/sent-picture";
import { fileIcons } from "./file-icons";
import { Icon } from "./Icon";

export interface SentPictureProps {
  of: SentPictureModel;
}

/** A sent image itself, small; the drawing of a file while it is not there. It is asked for when one comes near it. */
export function SentPicture({ of }: SentPictureProps) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const watcher = new IntersectionObserver(
      (seen) => (seen.at(-1)?.isIntersecting ? of.look() : of.leave()),
      // The conversation scrolls in a view of its own.
      { scrollMargin: "200px" },
    );
    if (place.current) watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      of.leave();
    };
  }, [of]);
  const address = of.address.value;
  return html`<span class="picture" ref=${place}>
    ${
      address === undefined
        ? html`<${Icon} path=${fileIcons.paper} />`
        : html`<img src=${address} alt="" loading="lazy" onError=${of.fail} />`
    }
  </span>`;
}
