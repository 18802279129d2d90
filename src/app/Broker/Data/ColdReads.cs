using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Runs what may have to wait for a disk where nobody else waits for it.</summary>
/// <param name="threads">Threads that may wait.</param>
internal sealed class ColdReads(WorkerPool threads)
{
    /// <exception cref="ObjectDisposedException">The broker is stopping.</exception>
    public async Task<T> RunAsync<T>(Func<T> read)
    {
        var work = new Work<T>(read);
        threads.Schedule(work);
        return await work.Done;
    }

    private sealed class Work<T>(Func<T> read) : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Done => _done.Task;

        public void Execute()
        {
            try
            {
                _done.SetResult(read());
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
