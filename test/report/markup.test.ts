import * as fc from "fast-check";
import { expect, test } from "vitest";
import { markup, scriptJson, trusted } from "../../src/report/text/markup.ts";

test("text put into markup is escaped, markup and lists of it are not", () => {
  const item = markup`<li title="${'"&\''}">${"<b>"}</li>`;
  expect(markup`<ul>${[item, trusted("<hr>")]}${undefined}${3}</ul>`.markup).toBe(
    '<ul><li title="&quot;&amp;&#39;">&lt;b&gt;</li><hr>3</ul>',
  );
});

test("no text can leave the place it was put in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const inside = markup`${text}`.markup;
      expect(inside).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      expect(inside).not.toMatch(/(?![\t\n\r])\p{Cc}/u);
    }),
  );
});

test("JSON in a script element neither ends it nor opens a comment, and is read back as it was", () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom("</script>", "<!--", "<script", "]]>", "\u2028")));
  fc.assert(
    fc.property(texts, (value) => {
      const text = scriptJson(value).markup;
      expect(text).not.toContain("<");
      expect(JSON.parse(text)).toEqual(value);
    }),
  );
});
