using SparseGen.Autograd;
using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>Applies modules in order. They are named by their index: "0", "1", ….</summary>
public sealed class Sequential : Module
{
    readonly Module[] _modules;

    public Sequential(Device device, params Module[] modules) : base(device)
    {
        _modules = modules;
        for (var i = 0; i < modules.Length; i++) Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), modules[i]);
    }

    public override Variable Forward(Variable x, Mode mode)
    {
        foreach (var module in _modules) x = module.Forward(x, mode);
        return x;
    }
}
