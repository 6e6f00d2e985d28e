namespace SparseGen.Data;

/// <summary>How a glyph, drawn in [−1, 1]² with y downwards, lies in an image: an affine map to pixels.</summary>
readonly record struct Pose(float Xx, float Xy, float Yx, float Yy, float CentreX, float CentreY)
{
    public (float X, float Y) Map(float x, float y) => (Xx * x + Xy * y + CentreX, Yx * x + Yy * y + CentreY);
}

/// <summary>
/// Draws lines and arcs by keeping, for every pixel, the squared distance to the nearest of them: joints and crossings
/// need no care, and thickness and softness are chosen afterwards.
/// </summary>
sealed class StrokeCanvas(int height, int width)
{
    // An arc is a polygon with corners every 15°.
    const int StepsPerTurn = 24;
    const float StepCosine = 0.9659258f, StepSine = 0.25881905f;

    readonly float[] _squares = new float[height * width];
    Pose _pose;
    float _reach;
    float _x, _y;

    /// <summary>Empties the canvas. Distances beyond reach, in pixels, need not be exact.</summary>
    public void Begin(in Pose pose, float reach)
    {
        _pose = pose;
        _reach = reach;
        Array.Fill(_squares, float.MaxValue);
    }

    public void MoveTo(float x, float y) => (_x, _y) = _pose.Map(x, y);

    public void LineTo(float x, float y)
    {
        var (toX, toY) = _pose.Map(x, y);
        Segment(_x, _y, toX, toY);
        (_x, _y) = (toX, toY);
    }

    /// <summary>An arc about a centre, from a direction on; the radius may change on the way: a spiral.</summary>
    /// <param name="centreX">of the circle</param><param name="centreY">of the circle</param>
    /// <param name="directionX">unit vector from the centre to the arc's beginning</param><param name="directionY">y downwards</param>
    /// <param name="radius">at the beginning</param><param name="endRadius">at the end</param>
    /// <param name="steps">of 15° each, clockwise; counterclockwise if negative</param>
    public void Arc(float centreX, float centreY, float directionX, float directionY, float radius, float endRadius, int steps)
    {
        var sine = steps < 0 ? -StepSine : StepSine;
        steps = Math.Abs(steps);
        MoveTo(centreX + radius * directionX, centreY + radius * directionY);
        for (var i = 1; i <= steps; i++)
        {
            (directionX, directionY) = (StepCosine * directionX - sine * directionY, sine * directionX + StepCosine * directionY);
            var r = radius + (endRadius - radius) * i / steps;
            LineTo(centreX + r * directionX, centreY + r * directionY);
        }
    }

    /// <summary>A circle.</summary>
    public void Ring(float centreX, float centreY, float radius) => Arc(centreX, centreY, 1, 0, radius, radius, StepsPerTurn);

    /// <summary>How much of each pixel is ink: 1 well inside a stroke, 0 outside, in between over an edge of the given softness.</summary>
    /// <param name="radius">half the thickness, in pixels</param>
    /// <param name="softness">the width of the edge, in pixels</param>
    /// <param name="ink">(height, width), overwritten</param>
    public void Ink(float radius, float softness, Span<float> ink)
    {
        for (var i = 0; i < ink.Length; i++)
        {
            var square = _squares[i];
            ink[i] = square >= _reach * _reach ? 0 : Math.Clamp((radius - MathF.Sqrt(square)) / softness + 0.5f, 0, 1);
        }
    }

    void Segment(float fromX, float fromY, float toX, float toY)
    {
        var (dx, dy) = (toX - fromX, toY - fromY);
        var square = dx * dx + dy * dy;
        var scale = square > 0 ? 1 / square : 0;
        var left = Math.Max(0, (int)(Math.Min(fromX, toX) - _reach));
        var right = Math.Min(width - 1, (int)(Math.Max(fromX, toX) + _reach));
        var top = Math.Max(0, (int)(Math.Min(fromY, toY) - _reach));
        var bottom = Math.Min(height - 1, (int)(Math.Max(fromY, toY) + _reach));
        for (var row = top; row <= bottom; row++)
        {
            var y = row + 0.5f - fromY;
            var squares = _squares.AsSpan(row * width, width);
            for (var column = left; column <= right; column++)
            {
                var x = column + 0.5f - fromX;
                var along = (x * dx + y * dy) * scale;
                along = along < 0 ? 0 : along > 1 ? 1 : along;
                var (offX, offY) = (x - along * dx, y - along * dy);
                var distance = offX * offX + offY * offY;
                if (distance < squares[column]) squares[column] = distance;
            }
        }
    }
}
