using SparseGen.Kernels;

namespace SparseGen.Tests;

/// <summary>The pool in its debug mode, in which all tests run.</summary>
[TestFixture("host")]
[TestFixture("reference")]
[TestFixture("ilgpu-cpu")]
sealed class PoolTests(string name)
{
    [Test]
    public void What_was_not_written_is_not_a_number()
    {
        using var device = name switch { "host" => Device.Host(1), "reference" => Device.Reference(), _ => Device.IlgpuCpu() };
        for (var use = 0; use < 2; use++)
        {
            using var scope = device.OpenScope();
            var tensor = device.Allocate(new Shape(100));
            Assert.That(device.Read(tensor), Is.All.NaN, $"use {use}");
            device.Write(tensor, new float[100]);
        }
    }
}
