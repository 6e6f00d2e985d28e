using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>A model that encodes images and decodes them again.</summary>
public interface IReconstructor
{
    Device Device { get; }

    /// <summary>(C, H, W, N) → (C, H, W, N), values in [0, 1]</summary>
    Variable Reconstruct(Variable images, Mode mode);
}

public static class ReconstructorExtensions
{
    /// <summary>The mean squared error of the reconstruction over pixels and batch, in evaluation mode.</summary>
    /// <param name="model">the autoencoder</param>
    /// <param name="images">(C, H, W, N), values in [0, 1]</param>
    public static double ReconstructionLoss(this IReconstructor model, Tensor images)
    {
        using var scope = model.Device.OpenScope();
        var originals = new Variable(model.Device, images);
        return Objective.SquaredError(model.Reconstruct(originals, Mode.Evaluate), originals).Item();
    }
}
