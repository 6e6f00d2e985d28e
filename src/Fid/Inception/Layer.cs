using SparseGen.Kernels;

namespace SparseGen.Fid;

/// <summary>The description of a layer that maps (C, H, W, N) to (C, H, W, N), without its weights.</summary>
abstract record Layer
{
    /// <summary>The output shape for an input of shape <paramref name="x"/>.</summary>
    public abstract Shape Output(in Shape x);

    /// <summary>The convolutions of this layer and of the layers in it, from input to output.</summary>
    public virtual IEnumerable<Convolve> Convolutions => [];
}

/// <summary>A convolution without bias, batch normalisation with ε = 0.001, and ReLU.</summary>
/// <param name="Name">"Mixed_5b.branch1x1"</param>
/// <param name="In">number of input channels</param>
/// <param name="Out">number of output channels</param>
sealed record Convolve(string Name, int In, int Out, (int Height, int Width) Kernel, (int Height, int Width) Stride, (int Height, int Width) Padding) : Layer
{
    /// <summary>(out, in, kh, kw)</summary>
    public Shape Weight => new(Out, In, Kernel.Height, Kernel.Width);

    public override IEnumerable<Convolve> Convolutions => [this];

    public override Shape Output(in Shape x) => Geometry(x).Output;

    public ConvolutionShape Geometry(in Shape x) => ConvolutionShape.Convolution(x, Weight, Stride, Padding);
}

/// <summary>3×3 pooling.</summary>
/// <param name="Largest">whether the maximum is taken; otherwise the mean</param>
sealed record Pool(bool Largest, int Stride, int Padding) : Layer
{
    public override Shape Output(in Shape x) => Geometry(x).Output;

    public PoolShape Geometry(in Shape x) => new(x, (3, 3), (Stride, Stride), (Padding, Padding));
}

/// <summary>Layers that are applied in order.</summary>
sealed record Chain(params Layer[] Layers) : Layer
{
    public override IEnumerable<Convolve> Convolutions => Layers.SelectMany(layer => layer.Convolutions);

    public override Shape Output(in Shape x)
    {
        var shape = x;
        foreach (var layer in Layers) shape = layer.Output(shape);
        return shape;
    }
}

/// <summary>Layers that are applied to the same input; their outputs are concatenated along the channels.</summary>
sealed record Branches(params Layer[] Layers) : Layer
{
    public override IEnumerable<Convolve> Convolutions => Layers.SelectMany(layer => layer.Convolutions);

    public override Shape Output(in Shape x)
    {
        var shape = Layers[0].Output(x);
        var channels = 0;
        foreach (var layer in Layers) channels += layer.Output(x)[0];
        return shape.With(0, channels);
    }
}
