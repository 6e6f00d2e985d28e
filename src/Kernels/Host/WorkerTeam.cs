using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace SparseGen.Kernels.Host;

/// <summary>Work that is divided into independent tasks. The result of a task must not depend on the thread that executes it.</summary>
interface IJob
{
    /// <param name="task">0 … tasks − 1</param>
    /// <param name="worker">index of the executing thread, 0 … threads − 1, for scratch memory</param>
    void Execute(int task, int worker);
}

/// <summary>
/// A pool of threads that execute jobs. Idle threads spin for a while before they sleep, so that jobs of about ten microseconds
/// can be divided among them. Tasks are assigned in order, one at a time. The calling thread executes tasks too; it waits for
/// tasks, not for threads, so that a thread that wakes late delays nothing. Used by one thread at a time; a task must not run
/// jobs.
/// </summary>
/// <remarks>
/// The threads synchronize on one word, the ticket: the number of the run and the number of its tasks not yet taken. A task is
/// taken by a compare-and-swap of the ticket, so that it belongs to the current run; until that task is complete, the run does
/// not end and its fields do not change.
/// </remarks>
sealed class WorkerTeam : IDisposable
{
    /// <summary>
    /// The time for which idle threads spin before they sleep, in stopwatch ticks: 60 µs, longer than the gap between two
    /// kernels of a training step.
    /// </summary>
    static readonly long SpinTicks = Stopwatch.Frequency * 60 / 1_000_000;

    readonly Thread[] _threads;
    readonly SemaphoreSlim _wake = new(0);
    readonly Dictionary<Type, Runner> _runners = [];
    Shared _shared;
    Runner? _runner;
    int _tasks;
    Exception? _failure;
    volatile bool _stopping;

    /// <param name="threads">0: one per processor</param>
    public WorkerTeam(int threads = 0)
    {
        if (threads < 0) throw new ArgumentOutOfRangeException(nameof(threads), threads, "A team has at least one thread; 0 takes one for every processor.");
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _threads = new Thread[Threads - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"SparseGen worker {worker}" };
            _threads[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Executes tasks 0 … tasks − 1 and returns when all are complete. If tasks throw, one of their exceptions is rethrown here.</summary>
    public void Run<TJob>(in TJob job, int tasks) where TJob : struct, IJob
    {
        if (tasks <= 0) return;
        if (Threads == 1 || tasks == 1)
        {
            var own = job;
            for (var i = 0; i < tasks; i++) own.Execute(i, 0);
            return;
        }
        var runner = RunnerOf<TJob>();
        runner.Job = job;
        _runner = runner;
        _tasks = tasks;
        _shared.Unfinished = tasks;
        Interlocked.Exchange(ref _shared.Ticket, ((_shared.Ticket >> 32) + 1) << 32 | (uint)tasks);
        Wake(tasks - 1);
        while (TryTake(out var task)) Work(task, 0);
        var spinner = new SpinWait();
        while (Volatile.Read(ref _shared.Unfinished) != 0) spinner.SpinOnce(sleep1Threshold: -1);
        runner.Job = default;
        if (Interlocked.Exchange(ref _failure, null) is { } failure) ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Wake(_threads.Length);
        foreach (var thread in _threads) thread.Join();
        _wake.Dispose();
    }

    void Serve(int worker)
    {
        var idleSince = Stopwatch.GetTimestamp();
        var spinner = new SpinWait();
        while (!_stopping)
        {
            if (TryTake(out var task))
            {
                do Work(task, worker);
                while (TryTake(out task));
                spinner.Reset();
            }
            else if (Stopwatch.GetTimestamp() - idleSince < SpinTicks)
            {
                spinner.SpinOnce(sleep1Threshold: -1);
                continue;
            }
            else Sleep();
            idleSince = Stopwatch.GetTimestamp();
        }
    }

    void Work(int task, int worker)
    {
        try
        {
            _runner!.Execute(task, worker);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
        Interlocked.Decrement(ref _shared.Unfinished);
    }

    bool TryTake(out int task)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _shared.Ticket);
            if ((uint)ticket == 0)
            {
                task = 0;
                return false;
            }
            if (Interlocked.CompareExchange(ref _shared.Ticket, ticket - 1, ticket) != ticket) continue;
            task = _tasks - (int)(uint)ticket;
            return true;
        }
    }

    // A thread is counted as a sleeper before it checks for tasks a last time, and a run is published before sleepers are counted, so that at least
    // one of both sees the other. Each counted sleeper either removes itself from the count or receives one permit.

    void Sleep()
    {
        Interlocked.Increment(ref _shared.Sleepers);
        var wanted = _stopping || (uint)Volatile.Read(ref _shared.Ticket) != 0;
        if (!wanted || TakeSleepers(1) == 0) _wake.Wait();
    }

    void Wake(int most)
    {
        var count = TakeSleepers(most);
        if (count > 0) _wake.Release(count);
    }

    int TakeSleepers(int most)
    {
        while (true)
        {
            var sleepers = Volatile.Read(ref _shared.Sleepers);
            var count = Math.Min(sleepers, most);
            if (count == 0 || Interlocked.CompareExchange(ref _shared.Sleepers, sleepers - count, sleepers) == sleepers) return count;
        }
    }

    /// <summary>The words that threads write concurrently, each on its own pair of cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    struct Shared
    {
        /// <summary>Run number · 2³² + tasks not yet taken.</summary>
        [FieldOffset(128)] public long Ticket;

        /// <summary>Tasks of the run that are not complete.</summary>
        [FieldOffset(256)] public int Unfinished;

        /// <summary>Threads that sleep, or are about to, and have not received a permit.</summary>
        [FieldOffset(384)] public int Sleepers;
    }

    Runner<TJob> RunnerOf<TJob>() where TJob : struct, IJob
    {
        if (!_runners.TryGetValue(typeof(TJob), out var runner)) _runners.Add(typeof(TJob), runner = new Runner<TJob>());
        return (Runner<TJob>)runner;
    }

    abstract class Runner
    {
        public abstract void Execute(int task, int worker);
    }

    /// <summary>Holds a job while it is executed. There is one per job type, so that a run allocates nothing.</summary>
    sealed class Runner<TJob> : Runner where TJob : struct, IJob
    {
        public TJob Job;

        public override void Execute(int task, int worker)
        {
            // A copy, so that its fields can be kept in registers.
            var job = Job;
            job.Execute(task, worker);
        }
    }
}
