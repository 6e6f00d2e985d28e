using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

/// <summary>The devices that contracts are bound to, by name.</summary>
static class Devices
{
    public static Device Open(string name) => name switch
    {
        "host" => Device.Host(),
        "reference" => Device.Reference(),
        _ => throw new ArgumentException($"There is no device named {name}."),
    };
}
