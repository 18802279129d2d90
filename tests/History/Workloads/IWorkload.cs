namespace Levada.History.Workloads;

/// <summary>One client that works until it is told to stop, and takes down what it does.</summary>
internal interface IWorkload
{
    /// <summary>Works on the calling thread; returns when all that it began has an outcome.</summary>
    void Run(CancellationToken stopping);
}
