using SparseGen.Kernels;

namespace SparseGen.Models;

/// <summary>
/// Networks of residual blocks with 128 channels and batch norm (Gulrajani et al. 2017, appendix F; Miyato et al. 2018, table 4).
/// All weights are initialised by He's rule, including those of the last layers: with smaller values these would be removed
/// first by global magnitude pruning.
/// </summary>
static class ResidualNetworks
{
    const int MaxChannels = 128;

    /// <summary>z (F, N) → images (C, H, H, N) in [−1, 1]: a linear layer to the smallest map, a block for each doubling of rows and columns, a convolution 3×3, and tanh.</summary>
    public static Sequential Generator(Device device, in Pyramid pyramid, int latentSize, int narrowing)
    {
        var smallest = SmallestMap(pyramid, narrowing);
        var channels = smallest[0];
        var modules = new List<Module>
        {
            new Linear(device, latentSize, (int)smallest.Count, bias: false, weight: Initialiser.He(latentSize)),
            new Unflatten(device, smallest),
        };
        for (var i = 0; i < pyramid.Halvings; i++) modules.Add(new PreactivationBlock(device, channels, channels, Resampling.Up));
        modules.AddRange([new BatchNorm(device, channels), new Relu(device), new Convolution(device, channels, pyramid.Colours, kernel: 3, padding: 1, weight: Initialiser.He(channels * 9)), new Tanh(device)]);
        return new Sequential(device, [.. modules]);
    }

    /// <summary>Images (C, H, H, N) → logits (1, N): blocks that halve the map down to twice the smallest size, two more blocks, and a linear layer on the mean of the map.</summary>
    public static Sequential Discriminator(Device device, in Pyramid pyramid, int narrowing)
    {
        var channels = SmallestMap(pyramid, narrowing)[0];
        var modules = Blocks(device, pyramid, channels, halvings: pyramid.Halvings - 1, keeping: 2);
        modules.AddRange([new AveragePooling(device, 2 * pyramid.Smallest), new Flatten(device), new Linear(device, channels, 1, weight: Initialiser.He(channels))]);
        return new Sequential(device, [.. modules]);
    }

    /// <summary>Images (C, H, H, N) → features (F, N): blocks that halve the map down to the smallest one, and one more block.</summary>
    public static Sequential Trunk(Device device, in Pyramid pyramid, int narrowing)
    {
        var modules = Blocks(device, pyramid, SmallestMap(pyramid, narrowing)[0], pyramid.Halvings, keeping: 1);
        modules.Add(new Flatten(device));
        return new Sequential(device, [.. modules]);
    }

    /// <summary>(C, H, H): the last map of the trunk and the first of the generator.</summary>
    public static Shape SmallestMap(in Pyramid pyramid, int narrowing) =>
        new(Narrowing.Of(MaxChannels, narrowing), pyramid.Smallest, pyramid.Smallest);

    static List<Module> Blocks(Device device, in Pyramid pyramid, int channels, int halvings, int keeping)
    {
        var modules = new List<Module>();
        for (var i = 0; i < halvings + keeping; i++)
            modules.Add(new PreactivationBlock(device, i == 0 ? pyramid.Colours : channels, channels, i < halvings ? Resampling.Down : Resampling.Keep, ofImages: i == 0));
        modules.AddRange([new BatchNorm(device, channels), new Relu(device)]);
        return modules;
    }
}
