using System.Diagnostics;

namespace Levada.Http;

/// <summary>The process's and the runtime's metrics under the names that Prometheus clients share.</summary>
internal static class ProcessMetricsText
{
    private const string Gauge = "gauge";
    private const string Counter = "counter";

    public static void Write(PrometheusText text)
    {
        WriteProcess(text);
        if (OperatingSystem.IsLinux()) WriteLinux(text);
        WriteRuntime(text);
    }

    private static void WriteProcess(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        var startSeconds = new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0;
        text.Single("process_cpu_seconds_total", Counter, "User and system time.", process.TotalProcessorTime.TotalSeconds);
        text.Single("process_start_time_seconds", Gauge, "Start, in seconds since 1970.", startSeconds);
        text.Single("process_resident_memory_bytes", Gauge, "Resident memory.", process.WorkingSet64);
        text.Single("process_virtual_memory_bytes", Gauge, "Address space.", process.VirtualMemorySize64);
        text.Single("process_num_threads", Gauge, "Threads.", process.Threads.Count);
    }

    private static void WriteLinux(PrometheusText text)
    {
        text.Single("process_open_fds", Gauge, "Open file descriptors.", ProcFile.CountOpenFiles());
        if (ProcFile.ReadOpenFilesMax() is { } openFilesMax)
            text.Single("process_max_fds", Gauge, "Allowed file descriptors.", openFilesMax);
        if (ProcFile.ReadIo() is not var (readBytes, writtenBytes)) return;
        text.Single("kafka_server_kafkaserver_linux_disk_read_bytes", Gauge, "Bytes read from disks by this process.", readBytes);
        text.Single("kafka_server_kafkaserver_linux_disk_write_bytes", Gauge, "Bytes written to disks by this process.", writtenBytes);
    }

    private static void WriteRuntime(PrometheusText text)
    {
        text.Family("dotnet_collection_count_total", Counter, "Garbage collections.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            text.Sample((long)GC.CollectionCount(generation), "generation", generation.ToString());
        text.Single("dotnet_total_memory_bytes", Gauge, "Bytes of objects believed to be live.", GC.GetTotalMemory(forceFullCollection: false));
        text.Single("dotnet_gc_committed_memory_bytes", Gauge, "Bytes of the managed heap.", GC.GetGCMemoryInfo().TotalCommittedBytes);
        text.Single("dotnet_gc_allocated_bytes_total", Counter, "Bytes of objects allocated.", GC.GetTotalAllocatedBytes());
        text.Single("dotnet_gc_pause_seconds_total", Counter, "Time that collections stopped the process.", GC.GetTotalPauseDuration().TotalSeconds);
        text.Single("dotnet_threadpool_num_threads", Gauge, "Threads of the pool.", ThreadPool.ThreadCount);
        text.Single("dotnet_threadpool_queue_length", Gauge, "Work that waits for a thread.", ThreadPool.PendingWorkItemCount);
        text.Single("dotnet_threadpool_work_items_total", Counter, "Work done by the pool.", ThreadPool.CompletedWorkItemCount);
        text.Single("dotnet_lock_contentions_total", Counter, "Locks that were waited for.", Monitor.LockContentionCount);
    }
}
