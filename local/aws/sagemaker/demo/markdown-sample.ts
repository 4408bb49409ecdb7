/** One of everything that a page must be able to show. */
export const markdownSample = `# Heading one

A paragraph with **bold**, *italic*, ~~struck~~ and \`inline code\`, and a [link](https://www.pulumi.com/).

## Heading two

| Part | Where it runs | Tokens/s |
|:-----|:-------------:|---------:|
| Page | browser | – |
| Chat | Lambda | 70 |
| Model | SageMaker | 1 200 |

### Lists

- [x] a task that is done
- [ ] a task that is not

1. first
2. second
   - nested

> A quote, which may
> run over lines.

\`\`\`ts
export function greet(name: string): string {
  return \`Hello, \${name}!\`;
}
\`\`\`

Euler's formula is $e^{i\\pi} + 1 = 0$, and the sum of the first whole numbers

$$\\sum_{k=1}^{n} k = \\frac{n(n+1)}{2}$$

---

Naïve café, 東京, 🙂: characters of more than one byte.
`;
