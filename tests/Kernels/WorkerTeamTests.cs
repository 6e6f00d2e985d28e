using SparseGen.Kernels.Host;

namespace SparseGen.Tests.Kernels;

sealed class WorkerTeamTests
{
    [Test]
    public void Runs_every_task_once([Values(1, 2, 3, 5)] int threads, [Values(0, 1, 2, 3, 1000)] int tasks)
    {
        using var team = new WorkerTeam(threads);
        var runs = new int[tasks];
        team.Run(new Counting(runs), tasks);
        Assert.That(runs, Is.All.EqualTo(1));
    }

    [Test]
    public void Numbers_its_workers_below_the_number_of_threads()
    {
        using var team = new WorkerTeam(3);
        var workers = new int[1000];
        team.Run(new WorkerNumbers(workers), workers.Length);
        Assert.That(workers, Is.All.InRange(0, 2));
    }

    [Test]
    public void Surfaces_the_exception_of_a_task_and_works_on([Values(2, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        for (var round = 0; round < 20; round++)
        {
            Assert.That(() => team.Run(new Failing(at: 3 * round), 64),
                Throws.InvalidOperationException.With.Message.EqualTo("task failed"));
            var runs = new int[100];
            team.Run(new Counting(runs), runs.Length);
            Assert.That(runs, Is.All.EqualTo(1));
        }
    }

    [Test]
    public void Survives_ten_thousand_tiny_jobs([Values(2, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        var runs = new int[4];
        for (var i = 0; i < 10_000; i++) team.Run(new Counting(runs), runs.Length);
        Assert.That(runs, Is.All.EqualTo(10_000));
    }

    [Test]
    public void Wakes_from_sleep()
    {
        using var team = new WorkerTeam(3);
        var runs = new int[8];
        for (var i = 0; i < 5; i++)
        {
            Thread.Sleep(20);
            team.Run(new Counting(runs), runs.Length);
        }
        Assert.That(runs, Is.All.EqualTo(5));
    }

    [Test]
    public void Mixes_jobs_of_different_types()
    {
        using var team = new WorkerTeam(2);
        var runs = new int[16];
        var workers = new int[16];
        for (var i = 0; i < 100; i++)
        {
            team.Run(new Counting(runs), runs.Length);
            team.Run(new WorkerNumbers(workers), workers.Length);
        }
        Assert.That(runs, Is.All.EqualTo(100));
    }

    [Test]
    public void Allocates_nothing_once_warm([Values(1, 2)] int threads)
    {
        using var team = new WorkerTeam(threads);
        var job = new Counting(new int[16]);
        team.Run(job, 16);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) team.Run(job, 16);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Ends_its_threads_when_disposed()
    {
        var team = new WorkerTeam(3);
        var seen = new Thread[64];
        team.Run(new Meeting(seen), seen.Length);
        team.Dispose();
        team.Dispose();
        var workers = seen.Distinct().Where(thread => thread != Thread.CurrentThread);
        Assert.That(workers.Select(thread => thread.IsAlive), Is.All.False);
    }

    [Test]
    public void Refuses_a_negative_number_of_threads() =>
        Assert.That(() => new WorkerTeam(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());

    readonly struct Counting(int[] runs) : IJob
    {
        public void Execute(int task, int worker) => Interlocked.Increment(ref runs[task]);
    }

    readonly struct WorkerNumbers(int[] workers) : IJob
    {
        public void Execute(int task, int worker) => workers[task] = worker;
    }

    readonly struct Failing(int at) : IJob
    {
        public void Execute(int task, int worker)
        {
            if (task == at) throw new InvalidOperationException("task failed");
        }
    }

    readonly struct Meeting(Thread[] seen) : IJob
    {
        public void Execute(int task, int worker)
        {
            Thread.Sleep(1);
            seen[task] = Thread.CurrentThread;
        }
    }
}
