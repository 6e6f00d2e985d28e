using SparseGen.Kernels;
using SparseGen.Kernels.Checks;
using SparseGen.Kernels.Gpu;
using SparseGen.Tests.Gpu.Interpreter;

namespace SparseGen.Tests.Gpu;

/// <summary>The variants of the contractions that the contract table's small rows do not reach, as PTX.</summary>
sealed class TileTests
{
    /// <summary>A 3×3 convolution of 4×4 images, batch 8: a product with 128 columns.</summary>
    static ConvolutionShape Square(int inChannels, int outChannels) =>
        ConvolutionShape.Convolution(new Shape(inChannels, 4, 4, 8), new Shape(outChannels, inChannels, 3, 3), (1, 1), (1, 1));

    /// <summary>A 4×4 convolution of 8×8 images with stride 2, batch 8: BackwardData has four phases.</summary>
    static ConvolutionShape Strided(int inChannels, int outChannels) =>
        ConvolutionShape.Convolution(new Shape(inChannels, 8, 8, 8), new Shape(outChannels, inChannels, 4, 4), (2, 2), (1, 1));

    static IEnumerable<TestCaseData> Variants()
    {
        yield return Variant(1, Square(3, 128), Direction.Forward, 1, typeof(DenseProductJob<Tile128x128, Float32Elements>));
        yield return Variant(1, Square(128, 2), Direction.BackwardData, 1, typeof(DenseProductJob<Tile128x128, Float32Elements>));
        yield return Variant(1, Square(3, 64), Direction.Forward, 1, typeof(DenseProductJob<Tile64x128, Float32Elements>));
        yield return Variant(1, Square(14, 128), Direction.BackwardWeights, 1, typeof(DenseWeightsJob<Tile128x128, Float32Elements>));
        yield return Variant(1, Square(14, 64), Direction.BackwardWeights, 1, typeof(DenseWeightsJob<Tile64x128, Float32Elements>));
        yield return Variant(1, Square(3, 128), Direction.Forward, 1, typeof(TensorProductJob<TensorTile128, Float32Elements>), ContractionPrecision.TensorFloat32);
        yield return Variant(1, Square(20, 3), Direction.BackwardData, 1, typeof(TensorProductJob<TensorTile64, Float32Elements>), ContractionPrecision.TensorFloat32);
        yield return Variant(1, Square(14, 128), Direction.BackwardWeights, 1, typeof(TensorWeightsJob<TensorTile128, Float32Elements>), ContractionPrecision.TensorFloat32);
        yield return Variant(1, Square(5, 20), Direction.BackwardWeights, 1, typeof(TensorWeightsJob<TensorTile64, Float32Elements>), ContractionPrecision.TensorFloat32);
        yield return Variant(132, Square(30, 20), Direction.Forward, 1, typeof(SumPartsJob<Float32Elements>));
        yield return Variant(132, Square(30, 3), Direction.Forward, 1, typeof(SumPartsJob<Float32Elements>));
        yield return Variant(132, Square(3, 20), Direction.BackwardWeights, 1, typeof(SumPartsJob<Float32Elements>));
        yield return Variant(1, Square(8, 130), Direction.Forward, 0.1, typeof(MaskedProductJob<Warps16, Float32Elements>));
        yield return Variant(1, Square(8, 60), Direction.Forward, 0.1, typeof(MaskedProductJob<Warps8, Float32Elements>));
        yield return Variant(132, Square(30, 60), Direction.BackwardData, 0.1, typeof(SumPartsJob<Float32Elements>));
        yield return Variant(1, Square(8, 130), Direction.BackwardWeights, 0.1, typeof(MaskedWeightsJob<Warps16, Float32Elements>));
        yield return Variant(1, Square(8, 60), Direction.BackwardWeights, 0.1, typeof(MaskedWeightsJob<Warps8, Float32Elements>));
    }

    static IEnumerable<TestCaseData> NarrowVariants()
    {
        // Odd numbers of source channels leave half a word empty.
        yield return Narrow(1, Square(3, 128), Direction.Forward, 1, typeof(TensorProductJob<TensorTile128, BFloat16Elements>));
        yield return Narrow(1, Square(20, 3), Direction.BackwardData, 1, typeof(TensorProductJob<TensorTile64, BFloat16Elements>));
        yield return Narrow(1, Strided(20, 5), Direction.BackwardData, 1, typeof(TensorProductJob<TensorTile64, BFloat16Elements>));
        yield return Narrow(1, Square(14, 128), Direction.BackwardWeights, 1, typeof(TensorWeightsJob<TensorTile128, BFloat16Elements>));
        yield return Narrow(1, Square(5, 20), Direction.BackwardWeights, 1, typeof(TensorWeightsJob<TensorTile64, BFloat16Elements>));
        yield return Narrow(132, Square(31, 20), Direction.Forward, 1, typeof(SumPartsJob<BFloat16Elements>));
        yield return Narrow(132, Square(30, 3), Direction.Forward, 1, typeof(ThinProductJob<BFloat16Elements>));
        yield return Narrow(132, Square(3, 20), Direction.BackwardWeights, 1, typeof(SumPartsJob<Float32Elements>));
        yield return Narrow(1, Square(8, 130), Direction.Forward, 0.02, typeof(MaskedProductJob<Warps16, BFloat16Elements>));
        yield return Narrow(1, Square(8, 60), Direction.Forward, 0.1, typeof(TensorProductJob<TensorTile64, BFloat16Elements>));
        yield return Narrow(132, Square(30, 60), Direction.BackwardData, 0.02, typeof(SumPartsJob<BFloat16Elements>));
        yield return Narrow(1, Square(8, 60), Direction.BackwardWeights, 0.02, typeof(MaskedWeightsJob<Warps8, BFloat16Elements>));
        yield return Narrow(1, Square(3, 128), Direction.Forward, 1, typeof(DenseProductJob<Tile128x128, BFloat16Elements>), hasTensorCores: false);
        yield return Narrow(1, Square(14, 64), Direction.BackwardWeights, 1, typeof(DenseWeightsJob<Tile64x128, BFloat16Elements>), hasTensorCores: false);
        yield return Narrow(1, Square(8, 60), Direction.Forward, 0.1, typeof(MaskedProductJob<Warps8, BFloat16Elements>), hasTensorCores: false);
    }

    [TestCaseSource(nameof(Variants))]
    [TestCaseSource(nameof(NarrowVariants))]
    public void Agrees_with_Reference(int multiprocessors, ContractionPrecision precision, bool hasTensorCores, ContractCase row, Type job)
    {
        using var interpreted = PtxSession.Open(multiprocessors, precision, hasTensorCores);
        using var reference = Device.Reference();
        var result = ContractCheck.Run(row, interpreted, reference);
        Assert.That(result.Passed, Is.True, $"{result}");
        Assert.That(((GpuMemory)interpreted.Memory).Session.Loaded, Does.Contain(job));
    }

    static TestCaseData Variant(int multiprocessors, ConvolutionShape shape, Direction direction, double density, Type job, ContractionPrecision precision = ContractionPrecision.Float32) =>
        Variant(multiprocessors, precision, hasTensorCores: true, Row(shape, direction, density), job);

    /// <summary>With activations in BFloat16.</summary>
    static TestCaseData Narrow(int multiprocessors, ConvolutionShape shape, Direction direction, double density, Type job, bool hasTensorCores = true)
    {
        var row = Row(shape, direction, density) with { Format = DType.BFloat16 };
        if (direction != Direction.BackwardWeights) row = row with { Tolerance = Tolerances.BFloat16 };
        return Variant(multiprocessors, ContractionPrecision.Float32, hasTensorCores, row, job);
    }

    static TestCaseData Variant(int multiprocessors, ContractionPrecision precision, bool hasTensorCores, ContractCase row, Type job) =>
        new TestCaseData(multiprocessors, precision, hasTensorCores, row, job).SetArgDisplayNames($"{row}", $"{multiprocessors} multiprocessors", JobCatalogue.Name(job));

    static ContractCase Row(ConvolutionShape shape, Direction direction, double density)
    {
        var storage = new WeightStorage($"density {density}", density < 1 ? (_, _) => density : null);
        return new ContractCase($"{direction}", $"{shape.Input} → {shape.Output}, {storage}", Tolerances.Contraction, a =>
        {
            switch (direction)
            {
                case Direction.Forward:
                {
                    var (x, w, y) = (a.Input("x", shape.Input), a.Weight("w", shape.Weight, storage), a.Output(shape.Output));
                    return kernels => kernels.ConvolutionForward(shape, x, w, y);
                }
                case Direction.BackwardData:
                {
                    var (y, w, x) = (a.Input("y", shape.Output), a.Weight("w", shape.Weight, storage), a.Output(shape.Input));
                    return kernels => kernels.ConvolutionBackwardData(shape, y, w, x);
                }
                default:
                {
                    var (x, y, w) = (a.Input("x", shape.Input), a.Input("y", shape.Output), a.WeightOutput(shape.Weight, storage));
                    return kernels => kernels.ConvolutionBackwardWeights(shape, x, y, w);
                }
            }
        });
    }

    public enum Direction
    {
        Forward,
        BackwardData,
        BackwardWeights,
    }
}
