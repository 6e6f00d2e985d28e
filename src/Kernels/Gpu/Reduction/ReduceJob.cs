using ILGPU;

namespace SparseGen.Kernels.Gpu;

/// <summary>
/// parts[s, o] ← x reduced over segment s of the terms of output o. A group reduces several neighbouring outputs: the low bits
/// of a thread's index select the output, the others divide the segment.
/// </summary>
/// <param name="kept">offset in x of the first term of output o</param>
/// <param name="reduced">offset of term r relative to the first</param>
/// <param name="parts">(segments, outputs), overwritten</param>
/// <param name="length">terms per output</param>
/// <param name="outputsOfGroup">a power of two</param>
/// <param name="segments">segments per output</param>
readonly struct ReduceJob<TReducer, TElements>(Loops kept, Loops reduced, TElements x, ArrayView<double> parts, int outputs, int length, int outputsOfGroup, int segments) : IGpuJob
    where TReducer : struct, IReducer
    where TElements : struct, IElements
{
    const int MostThreads = 256;

    public void Execute()
    {
        var reducer = default(TReducer);
        var shared = SharedMemory.Allocate<double>(MostThreads);
        var thread = Group.IdxX;
        var rows = Group.DimX / outputsOfGroup;
        var row = thread / outputsOfGroup;
        var segment = Grid.IdxX % segments;
        var output = Grid.IdxX / segments * outputsOfGroup + (thread & (outputsOfGroup - 1));
        var first = (int)((long)length * segment / segments);
        var end = (int)((long)length * (segment + 1) / segments);

        var result = reducer.Identity;
        if (output < outputs)
        {
            var from = kept.Offsets(output).X;
            for (var r = first + row; r < end; r += rows) result = reducer.Combine(result, x.Load(from + reduced.Offsets(r).X));
        }
        shared[thread] = result;
        for (var half = rows >> 1; half > 0; half >>= 1)
        {
            Group.Barrier();
            if (row < half)
            {
                result = reducer.Combine(result, shared[thread + half * outputsOfGroup]);
                shared[thread] = result;
            }
        }
        if (row == 0 && output < outputs) parts[segment * outputs + output] = result;
    }
}

/// <summary>y[o] ← parts[·, o] reduced.</summary>
readonly struct ReducePartsJob<TReducer, TElements>(ArrayView<double> parts, TElements y, int outputs, int segments) : IGpuJob
    where TReducer : struct, IReducer
    where TElements : struct, IElements
{
    public void Execute()
    {
        var o = Grid.IdxX * Group.DimX + Group.IdxX;
        if (o >= outputs) return;
        var reducer = default(TReducer);
        var result = parts[o];
        for (var s = 1; s < segments; s++) result = reducer.Combine(result, parts[s * outputs + o]);
        y.Store(o, (float)result);
    }
}
