namespace SparseGen.Data;

/// <summary>The strokes of the ten glyphs in [−1, 1]², y downwards, each with random variations.</summary>
static class GlyphShapes
{
    public static readonly IReadOnlyList<string> Names = ["ring", "plus", "triangle", "zigzag", "spiral", "square", "arrow", "wave", "fork", "bars"];

    /// <param name="shape">index of <see cref="Names"/></param>
    /// <param name="canvas">receives the strokes</param>
    /// <param name="random">random numbers of the variations</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such glyph.</exception>
    public static void Draw(int shape, StrokeCanvas canvas, ref PhiloxSequence random)
    {
        switch (shape)
        {
            case 0: Ring(canvas, ref random); break;
            case 1: Plus(canvas, ref random); break;
            case 2: Polygon(canvas, ref random, [0, -0.9f, 0.9f, 0.75f, -0.9f, 0.75f]); break;
            case 3: Zigzag(canvas, ref random); break;
            case 4: Spiral(canvas, ref random); break;
            case 5: Polygon(canvas, ref random, [-0.75f, -0.75f, 0.75f, -0.75f, 0.75f, 0.75f, -0.75f, 0.75f]); break;
            case 6: Arrow(canvas, ref random); break;
            case 7: Wave(canvas, ref random); break;
            case 8: Fork(canvas, ref random); break;
            case 9: Bars(canvas, ref random); break;
            default: throw new ArgumentOutOfRangeException(nameof(shape), shape, $"There are {Names.Count} glyphs.");
        }
    }

    static void Ring(StrokeCanvas canvas, ref PhiloxSequence random) => canvas.Ring(0, 0, 0.8f + random.Vary(0.12f));

    static void Plus(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var (x, y) = (random.Vary(0.25f), random.Vary(0.25f));
        canvas.MoveTo(x + random.Vary(0.1f), -0.9f);
        canvas.LineTo(x + random.Vary(0.1f), 0.9f);
        canvas.MoveTo(-0.9f, y + random.Vary(0.1f));
        canvas.LineTo(0.9f, y + random.Vary(0.1f));
    }

    /// <summary>A closed line through the corners (x₀, y₀), (x₁, y₁), …</summary>
    static void Polygon(StrokeCanvas canvas, ref PhiloxSequence random, ReadOnlySpan<float> corners)
    {
        var (firstX, firstY) = (0f, 0f);
        for (var i = 0; i < corners.Length; i += 2)
        {
            var (x, y) = (corners[i] + random.Vary(0.14f), corners[i + 1] + random.Vary(0.14f));
            if (i == 0)
            {
                (firstX, firstY) = (x, y);
                canvas.MoveTo(x, y);
            }
            else canvas.LineTo(x, y);
        }
        canvas.LineTo(firstX, firstY);
    }

    static void Zigzag(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var height = 0.65f + random.Vary(0.2f);
        canvas.MoveTo(-0.95f, -height + random.Vary(0.1f));
        for (var i = 1; i <= 4; i++)
            canvas.LineTo(-0.95f + 0.475f * i + random.Vary(0.08f), (i % 2 == 0 ? -height : height) + random.Vary(0.1f));
    }

    static void Spiral(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var steps = 36 + random.NextBelow(10);
        canvas.Arc(random.Vary(0.08f), random.Vary(0.08f), 1, 0, 0.06f, 0.88f + random.Vary(0.08f), steps);
    }

    static void Arrow(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var (tipX, tipY) = (0.85f + random.Vary(0.1f), random.Vary(0.15f));
        var head = 0.55f + random.Vary(0.15f);
        canvas.MoveTo(-0.9f + random.Vary(0.1f), random.Vary(0.15f));
        canvas.LineTo(tipX, tipY);
        canvas.MoveTo(tipX - head, tipY - head);
        canvas.LineTo(tipX, tipY);
        canvas.LineTo(tipX - head, tipY + head);
    }

    /// <summary>An S of two arcs that meet at the centre.</summary>
    static void Wave(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var upper = 0.44f + random.Vary(0.08f);
        var lower = 0.44f + random.Vary(0.08f);
        canvas.Arc(0, -upper, 1, 0, upper, upper, -18);
        canvas.Arc(0, lower, 0, -1, lower, lower, 18);
    }

    /// <summary>A semicircle that is open at the top, with straight ends, and a vertical line through its middle.</summary>
    static void Fork(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var radius = 0.62f + random.Vary(0.12f);
        var middle = -0.15f + random.Vary(0.15f);
        canvas.MoveTo(-radius, -0.9f + random.Vary(0.1f));
        canvas.LineTo(-radius, middle);
        canvas.Arc(0, middle, -1, 0, radius, radius, -12);
        canvas.LineTo(radius, -0.9f + random.Vary(0.1f));
        canvas.MoveTo(random.Vary(0.08f), -0.9f + random.Vary(0.1f));
        canvas.LineTo(random.Vary(0.08f), 0.95f);
    }

    static void Bars(StrokeCanvas canvas, ref PhiloxSequence random)
    {
        var gap = 0.45f + random.Vary(0.12f);
        for (var side = -1; side <= 1; side += 2)
        {
            canvas.MoveTo(-0.85f + random.Vary(0.15f), side * gap + random.Vary(0.1f));
            canvas.LineTo(0.85f + random.Vary(0.15f), side * gap + random.Vary(0.1f));
        }
    }
}
