namespace SparseGen.Kernels.Checks;

public static partial class ContractTable
{
    static readonly (int Classes, int Batch, double Range)[] Logits =
    [
        (1, 1, 3), (10, 1, 3), (10, 3, 3), (3, 16, 3), (10, 17, 3), (10, 64, 3), (7, 100, 3), (1000, 5, 3), (10, 2000, 3),

        // Logits whose exponentials overflow.
        (10, 17, 200), (10, 17, 1e4),
    ];

    static IEnumerable<ContractCase> Classification()
    {
        foreach (var (classes, batch, range) in Logits)
        {
            var shape = new Shape(classes, batch);
            yield return new("softmax", $"{shape} within ±{range}", Tolerances.Pointwise, a =>
            {
                var z = a.Input("z", shape, range);
                var p = a.Output(shape);
                return kernels => kernels.Softmax(z, p);
            });
            foreach (var sharp in (bool[])[true, false])
                yield return new("softmax cross entropy", $"{shape} within ±{range}, {(sharp ? "one-hot" : "soft")} targets", Tolerances.Pointwise, a =>
                {
                    var z = a.Input("z", shape, range);
                    var t = a.Input("t", shape, sharp ? OneHot(classes, batch) : NormaliseColumns(a.Numbers("t", shape, 0.5, 0.5), classes, batch));
                    var loss = a.Output(new Shape(1, batch));
                    return kernels => kernels.SoftmaxCrossEntropy(z, t, loss);
                });
        }
    }

    static float[] OneHot(int classes, int batch)
    {
        var targets = new float[classes * batch];
        for (var n = 0; n < batch; n++) targets[n * 7 % classes * batch + n] = 1;
        return targets;
    }

    /// <summary>Each column of (classes, batch) divided by its sum.</summary>
    static float[] NormaliseColumns(float[] values, int classes, int batch)
    {
        for (var n = 0; n < batch; n++)
        {
            var sum = 0f;
            for (var k = 0; k < classes; k++) sum += values[k * batch + n];
            for (var k = 0; k < classes; k++) values[k * batch + n] /= sum;
        }
        return values;
    }
}
