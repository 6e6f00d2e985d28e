using SparseGen.Kernels;

namespace SparseGen.Tests.Kernels;

/// <summary>The devices that contracts are bound to, by name.</summary>
static class Devices
{
    public static Device Open(string name) => name switch
    {
        "reference" => Device.Reference(),
        "host" => Device.Host(threads: 2),
        _ => throw new ArgumentException($"There is no device named {name}."),
    };
}
