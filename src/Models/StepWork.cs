using SparseGen.Autograd;

namespace SparseGen.Models;

/// <summary>The arithmetic of one training step, by the component whose weights are used.</summary>
/// <param name="Components">in the order of the model; last, if there is any, work without weights under the name ""</param>
public sealed record StepWork(IReadOnlyList<ComponentWork> Components)
{
    public Work Forward => Sum(component => component.Forward);

    public Work Backward => Sum(component => component.Backward);

    public Work Total => Forward + Backward;

    Work Sum(Func<ComponentWork, Work> of)
    {
        var sum = new Work();
        foreach (var component in Components) sum += of(component);
        return sum;
    }
}

/// <summary>The arithmetic of one component in a step.</summary>
/// <param name="Component">"generator"</param>
/// <param name="Forward">work of computing all losses</param>
/// <param name="Backward">work of computing all gradients</param>
public readonly record struct ComponentWork(string Component, Work Forward, Work Backward);
