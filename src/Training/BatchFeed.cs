using System.Runtime.InteropServices;
using SparseGen.Data;
using SparseGen.Kernels;

namespace SparseGen.Training;

/// <summary>
/// The images of each training step, on the device. For a device with memory of its own, the next step's are prepared and
/// copied by another thread while the step runs. On the host all threads compute, and a batch is prepared at the beginning of its step.
/// </summary>
sealed class BatchFeed : IDisposable
{
    readonly Device _device;
    readonly IBatchSource _batches;
    readonly int _perStep;
    readonly Shape _shape;
    float[]? _pixels;

    /// <summary>Two: the images of this step, and of the next.</summary>
    Inlet[]? _inlets;

    /// <summary>Two: the labels of this step, and of the next.</summary>
    readonly byte[][] _labels;

    int _next;

    /// <summary>The index of this step's labels.</summary>
    int _current;

    Task _ahead = Task.CompletedTask;
    long _stepAhead = -1;

    /// <param name="batches">the source of the images</param>
    /// <param name="perStep">K, the batches of one step</param>
    public BatchFeed(Device device, IBatchSource batches, int perStep)
    {
        var images = batches.Images;
        (_device, _batches, _perStep) = (device, batches, perStep);
        _labels = [new byte[perStep * batches.Size], new byte[perStep * batches.Size]];
        _shape = perStep == 1
            ? new(images.Channels, images.Height, images.Width, batches.Size)
            : new(perStep, images.Channels, images.Height, images.Width, batches.Size);
    }

    /// <summary>(C, H, W, N), or (batches, C, H, W, N) if a step takes several; valid until the next call or the end of the innermost scope.</summary>
    /// <param name="step">counted from 0; the step after it is prepared ahead, but any step may be taken next</param>
    /// <param name="labels">(N), or (batches·N): the classes of the images, valid as long as the images are</param>
    public Tensor Take(long step, out ReadOnlySpan<byte> labels)
    {
        var images = _device.Memory.IsHost ? Fill(step) : Receive(step);
        labels = _labels[_current];
        return images;
    }

    public void Dispose()
    {
        Task.WaitAny(_ahead);
        foreach (var inlet in _inlets ?? []) inlet.Dispose();
        _inlets = null;
    }

    Tensor Fill(long step)
    {
        var images = _device.Allocate(_shape);
        if (_device.DType == DType.Float32) Fill(step, images.Span<float>(), _labels[_current]);
        else
        {
            Fill(step, _pixels ??= new float[_shape.Count], _labels[_current]);
            _device.Write(images, _pixels);
        }
        return images;
    }

    Tensor Receive(long step)
    {
        _inlets ??= [_device.Memory.OpenInlet(_shape, _device.DType), _device.Memory.OpenInlet(_shape, _device.DType)];
        _ahead.GetAwaiter().GetResult();
        if (_stepAhead != step) Send(_next, step);
        var images = _inlets[_next].Receive();
        _current = _next;
        _next = 1 - _next;
        var following = _next;

        // The inlet that is filled next was read by the kernels of the step before.
        _device.Synchronize();
        _stepAhead = step + 1;
        _ahead = Task.Run(() => Send(following, step + 1));
        return images;
    }

    void Send(int which, long step)
    {
        var inlet = _inlets![which];
        Fill(step, MemoryMarshal.Cast<byte, float>(inlet.Bytes), _labels[which]);
        inlet.Send();
    }

    /// <summary>The batches of a step, one after the other.</summary>
    void Fill(long step, Span<float> pixels, Span<byte> labels)
    {
        var (size, count) = (pixels.Length / _perStep, labels.Length / _perStep);
        for (var i = 0; i < _perStep; i++)
            _batches.Fill(step * _perStep + i, pixels.Slice(i * size, size), labels.Slice(i * count, count));
    }
}
