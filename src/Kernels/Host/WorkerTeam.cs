namespace SparseGen.Kernels.Host;

/// <summary>A piece of work cut into independent tasks. Which thread runs a task must not change its result.</summary>
interface IJob
{
    /// <param name="task">0 … tasks − 1</param>
    /// <param name="worker">0 … threads − 1: the thread that runs it, for scratch memory</param>
    void Execute(int task, int worker);
}

/// <summary>
/// Threads that wait for jobs, spinning a little before they sleep, so that a job of some ten microseconds is worth
/// sharing. Tasks are handed out in order, one at a time; the caller works too.
/// </summary>
sealed class WorkerTeam : IDisposable
{
    /// <summary>About 50 µs: longer than the gap between two kernels of a step, shorter than anybody would miss.</summary>
    const int SpinRounds = 2_000;

    readonly Thread[] _threads;
    readonly SemaphoreSlim[] _wake;
    readonly int[] _asleep;
    readonly RunSlot[] _seen;
    Runner? _runner;
    long _generation;
    int _next;
    int _tasks;
    int _running;
    Exception? _failure;
    volatile bool _stopping;

    /// <param name="threads">0 = one for every processor</param>
    public WorkerTeam(int threads = 0)
    {
        if (threads < 0) throw new ArgumentOutOfRangeException(nameof(threads), threads, "A team has at least one thread; 0 takes one for every processor.");
        Threads = threads == 0 ? Environment.ProcessorCount : threads;
        _wake = new SemaphoreSlim[Threads];
        _asleep = new int[Threads];
        _seen = new RunSlot[Threads];
        _threads = new Thread[Threads - 1];
        for (var i = 0; i < Threads; i++) _wake[i] = new SemaphoreSlim(0);
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"SparseGen worker {worker}" };
            _threads[i].Start();
        }
    }

    public int Threads { get; }

    /// <summary>Runs tasks 0 … tasks − 1 and returns when all are done.</summary>
    /// <exception cref="AggregateException">A task threw.</exception>
    public void Run<TJob>(in TJob job, int tasks) where TJob : struct, IJob
    {
        if (tasks <= 0) return;
        if (Threads == 1 || tasks == 1)
        {
            var own = job;
            for (var i = 0; i < tasks; i++) own.Execute(i, 0);
            return;
        }
        var runner = Runner<TJob>.Instance(this);
        runner.Job = job;
        _runner = runner;
        _tasks = tasks;
        _next = 0;
        _failure = null;
        Volatile.Write(ref _running, Threads);
        Interlocked.Increment(ref _generation);
        for (var i = 1; i < Threads; i++)
            if (Interlocked.Exchange(ref _asleep[i], 0) == 1) _wake[i].Release();
        Work(runner, 0);
        var spinner = new SpinWait();
        while (Volatile.Read(ref _running) != 0) spinner.SpinOnce(sleep1Threshold: -1);
        if (_failure is { } failure) throw new AggregateException(failure);
    }

    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        Interlocked.Increment(ref _generation);
        foreach (var wake in _wake) wake.Release();
        foreach (var thread in _threads) thread.Join();
        foreach (var wake in _wake) wake.Dispose();
    }

    void Serve(int worker)
    {
        while (true)
        {
            var seen = _seen[worker].Generation;
            var spins = 0;
            while (Volatile.Read(ref _generation) == seen)
            {
                if (++spins < SpinRounds)
                {
                    Thread.SpinWait(8);
                    continue;
                }
                Interlocked.Exchange(ref _asleep[worker], 1);
                // A job that came between the last look and falling asleep has either seen the flag or is seen here.
                if (Volatile.Read(ref _generation) == seen || Interlocked.Exchange(ref _asleep[worker], 0) == 0)
                    _wake[worker].Wait();
                spins = 0;
            }
            if (_stopping) return;
            _seen[worker].Generation = Volatile.Read(ref _generation);
            Work(_runner!, worker);
        }
    }

    void Work(Runner runner, int worker)
    {
        try
        {
            runner.Drain(this, worker);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            Volatile.Write(ref _next, _tasks);
        }
        Interlocked.Decrement(ref _running);
    }

    int TakeTask()
    {
        var task = Interlocked.Increment(ref _next) - 1;
        return task < _tasks ? task : -1;
    }

    /// <summary>One cache line for each worker.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Size = 64)]
    struct RunSlot
    {
        public long Generation;
    }

    readonly Dictionary<Type, Runner> _runners = [];

    abstract class Runner
    {
        public abstract void Drain(WorkerTeam team, int worker);
    }

    /// <summary>Holds a job while it runs; one for each job type, so that running allocates nothing.</summary>
    sealed class Runner<TJob> : Runner where TJob : struct, IJob
    {
        public TJob Job;

        public static Runner<TJob> Instance(WorkerTeam team)
        {
            if (!team._runners.TryGetValue(typeof(TJob), out var runner)) team._runners.Add(typeof(TJob), runner = new Runner<TJob>());
            return (Runner<TJob>)runner;
        }

        public override void Drain(WorkerTeam team, int worker)
        {
            var job = Job;
            for (int task; (task = team.TakeTask()) >= 0;) job.Execute(task, worker);
        }
    }
}
