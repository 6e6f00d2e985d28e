using SparseGen.Autograd;

namespace SparseGen.Models;

public abstract partial class Model
{
    /// <summary>Whether channels have been removed: some parameter is smaller than it was made.</summary>
    public bool IsNarrowed => _parameters.Exists(parameter => parameter.Shape != parameter.FullShape);

    /// <summary>λ of an L1 penalty λ Σ|γ| on the scales of all batch normalisations, which each update adds to its loss for those that it changes (Liu et al. 2017, eq. 1); reported losses are without it.</summary>
    public double ScalePenalty { get; set; }

    /// <summary>All modules of the components.</summary>
    internal IEnumerable<Module> Modules => _components.SelectMany(component => component.Module.Modules);

    /// <summary>Gives every parameter and buffer the shape that it was made with; contents of those that were narrowed are undefined.</summary>
    public void Widen()
    {
        foreach (var parameter in _parameters) parameter.Resize(parameter.FullShape);
        foreach (var (_, buffer) in NamedBuffers()) buffer.Resize(buffer.FullShape);
    }

    /// <summary>Sets state and step counts of all optimizers to 0.</summary>
    public void ResetOptimizers()
    {
        foreach (var parameter in _parameters)
            foreach (var companion in parameter.Companions) Device.Kernels.Fill(companion.Tensor, 0);
        foreach (var update in _updates) update.Optimizer.Steps = 0;
    }

    internal IEnumerable<(string Path, Parameter Parameter)> NamedParameters() => _components.SelectMany(component => component.Module.NamedParameters(Prefix(component.Name)));

    internal IEnumerable<(string Path, Buffer Buffer)> NamedBuffers() => _components.SelectMany(component => component.Module.NamedBuffers(Prefix(component.Name)));

    /// <summary>Passes the loss of each update to a visitor; nothing is computed but shapes.</summary>
    /// <param name="image">(C, H, W)</param>
    internal void FollowLosses(in Shape image, Action<Variable> visit)
    {
        using var detached = ChannelTrace.FollowDetached();
        TraceStep(image, batch: 2, (_, _, loss) => visit(loss));
    }

    /// <summary>The loss with the penalty on the scales.</summary>
    Variable Penalised(Update update, Variable loss)
    {
        if (ScalePenalty == 0) return loss;
        foreach (var norm in Modules.OfType<BatchNorm>())
            if (update.Parameters.Contains(norm.Gamma)) loss += norm.Gamma.Value.Abs().Sum() * ScalePenalty;
        return loss;
    }

    /// <summary>Called after channels were removed: the losses have to be verified again.</summary>
    internal void WidthsChanged() => _lossesVerified = false;
}
