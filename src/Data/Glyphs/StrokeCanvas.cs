namespace SparseGen.Data;

/// <summary>An affine map from the coordinates of a glyph, [−1, 1]² with y downwards, to pixels.</summary>
readonly record struct Pose(float Xx, float Xy, float Yx, float Yy, float CentreX, float CentreY)
{
    public (float X, float Y) Map(float x, float y) => (Xx * x + Xy * y + CentreX, Yx * x + Yy * y + CentreY);
}

/// <summary>
/// Draws lines and arcs as a distance field: for every pixel the squared distance to the nearest line. Joints and crossings
/// need no special case, and thickness and softness are parameters of <see cref="Coverage"/>.
/// </summary>
sealed class StrokeCanvas(int height, int width)
{
    // An arc is approximated by a polygon with a corner every 15°.
    const int StepsPerTurn = 24;
    const float StepCosine = 0.9659258f, StepSine = 0.25881905f;

    readonly float[] _squaredDistances = new float[height * width];
    Pose _pose;
    float _reach;
    float _x, _y;

    /// <summary>Clears the canvas. Distances above <paramref name="reach"/> pixels need not be exact.</summary>
    public void Begin(in Pose pose, float reach)
    {
        _pose = pose;
        _reach = reach;
        Array.Fill(_squaredDistances, float.MaxValue);
    }

    public void MoveTo(float x, float y) => (_x, _y) = _pose.Map(x, y);

    public void LineTo(float x, float y)
    {
        var (toX, toY) = _pose.Map(x, y);
        Segment(_x, _y, toX, toY);
        (_x, _y) = (toX, toY);
    }

    /// <summary>An arc about a centre; with two different radii a piece of a spiral.</summary>
    /// <param name="directionX">x of the unit vector from the centre to the start of the arc</param>
    /// <param name="directionY">y of that vector, downwards</param>
    /// <param name="radius">radius at the start</param>
    /// <param name="endRadius">radius at the end; the radius changes linearly</param>
    /// <param name="steps">number of steps of 15°, clockwise; counterclockwise if negative</param>
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

    /// <summary>The fraction of each pixel that is covered: 1 inside a stroke, 0 outside, with a linear transition at the edge.</summary>
    /// <param name="radius">half the thickness, in pixels</param>
    /// <param name="softness">width of the transition, in pixels</param>
    /// <param name="coverage">(height, width), overwritten</param>
    public void Coverage(float radius, float softness, Span<float> coverage)
    {
        for (var i = 0; i < coverage.Length; i++)
        {
            var square = _squaredDistances[i];
            coverage[i] = square >= _reach * _reach ? 0 : Math.Clamp((radius - MathF.Sqrt(square)) / softness + 0.5f, 0, 1);
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
            var squares = _squaredDistances.AsSpan(row * width, width);
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
