using Levada.Log;

namespace Levada.Simulation.Tests;

public sealed class SimulatedDiskTests
{
    private const int SeedCount = 200;

    private static SimulatedDisk CreateDisk(ulong seed, DiskFaults? faults = null)
    {
        var disk = new SimulatedDisk(new SeededRandom(seed), new ManualClock(1_000)) { Faults = faults ?? DiskFaults.None };
        disk.CreateDirectory("data");
        disk.FlushDirectory("");
        return disk;
    }

    private static IFile CreateDurableFile(SimulatedDisk disk, string path, params byte[] content)
    {
        var file = disk.Open(path, FileOpenMode.CreateOrTruncate);
        file.Write(content, 0);
        file.Flush();
        disk.FlushDirectory("data");
        return file;
    }

    private static byte[] ReadAll(SimulatedDisk disk, string path)
    {
        using var file = disk.Open(path, FileOpenMode.Existing);
        var bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, file.Read(bytes, 0));
        return bytes;
    }

    /// <summary>What a scenario's disk holds after power loss, over many seeds.</summary>
    private static List<TResult> Outcomes<TResult>(Func<ulong, SimulatedDisk> scenario, Func<SimulatedDisk, TResult> observe) =>
        [.. Enumerable.Range(0, SeedCount).Select(seed => observe(scenario((ulong)seed).PowerLoss()))];

    [Fact]
    public void What_is_written_is_read()
    {
        var disk = CreateDisk(1);
        using var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
        file.Write([1, 2, 3], 0);
        file.Write([9], 5);
        Assert.Equal([1, 2, 3, 0, 0, 9], ReadAll(disk, "data/a"));
        file.SetLength(2);
        file.SetLength(4);
        Assert.Equal([1, 2, 0, 0], ReadAll(disk, "data/a"));
        Assert.Equal(0, file.Read(new byte[4], 4));
    }

    [Fact]
    public void Flushed_bytes_and_names_never_vanish() =>
        Assert.All(
            Outcomes(
                seed =>
                {
                    var disk = CreateDisk(seed);
                    CreateDurableFile(disk, "data/a", 1, 2, 3).Write([4, 5], 3);
                    return disk;
                },
                disk => ReadAll(disk, "data/a")),
            bytes => Assert.Equal([1, 2, 3], bytes[..3]));

    [Fact]
    public void Unflushed_bytes_may_vanish_stay_or_leave_zeros()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                CreateDurableFile(disk, "data/a", 1).Write([2], 1);
                return disk;
            },
            disk => string.Join(' ', ReadAll(disk, "data/a"))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["1", "1 0", "1 2"], outcomes);
    }

    [Fact]
    public void An_overwrite_is_torn_at_sectors_only()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                CreateDurableFile(disk, "data/a", new byte[2048]).Write(Enumerable.Repeat((byte)1, 1024).ToArray(), 256);
                return disk;
            },
            disk =>
            {
                var bytes = ReadAll(disk, "data/a");
                return string.Concat(bytes[255], bytes[256], bytes[511], bytes[512], bytes[1023], bytes[1024], bytes[1279], bytes[1280]);
            });
        Assert.Equal(
            ["00000000", "00000110", "00011000", "00011110", "01100000", "01100110", "01111000", "01111110"],
            outcomes.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_torn_writes_a_write_is_kept_or_lost_as_a_whole()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed, new DiskFaults { HasTornWrites = false });
                CreateDurableFile(disk, "data/a", new byte[2048]).Write(Enumerable.Repeat((byte)1, 2048).ToArray(), 0);
                return disk;
            },
            disk => ReadAll(disk, "data/a").Sum(value => value)).Distinct().Order();
        Assert.Equal([0, 2048], outcomes);
    }

    [Fact]
    public void Bits_flip_in_unflushed_bytes_only()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed, new DiskFaults { BitFlipProbability = 1 });
                CreateDurableFile(disk, "data/a", new byte[512]).Write(new byte[512], 512);
                return disk;
            },
            disk => ReadAll(disk, "data/a"));
        Assert.All(outcomes, bytes => Assert.Equal(-1, bytes.AsSpan(0, 512).IndexOfAnyExcept((byte)0)));
        Assert.Contains(outcomes, bytes => bytes.AsSpan(512).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void A_cut_that_was_not_flushed_may_be_undone()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                CreateDurableFile(disk, "data/a", 1, 2, 3).SetLength(1);
                return disk;
            },
            disk => ReadAll(disk, "data/a").Length).Distinct().Order();
        Assert.Equal([1, 3], outcomes);
    }

    [Fact]
    public void A_new_name_survives_only_with_its_directory()
    {
        static SimulatedDisk Scenario(ulong seed, bool isDirectoryFlushed)
        {
            var disk = CreateDisk(seed);
            using var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
            file.Write([1], 0);
            file.Flush();
            if (isDirectoryFlushed) disk.FlushDirectory("data");
            return disk;
        }

        Assert.Equal([false, true], Outcomes(seed => Scenario(seed, false), disk => disk.FileExists("data/a")).Distinct().Order());
        Assert.All(Outcomes(seed => Scenario(seed, true), disk => ReadAll(disk, "data/a")), bytes => Assert.Equal([1], bytes));
    }

    [Fact]
    public void A_rename_without_its_directory_may_be_undone_but_never_halved()
    {
        static SimulatedDisk Scenario(ulong seed, bool isDirectoryFlushed)
        {
            var disk = CreateDisk(seed);
            CreateDurableFile(disk, "data/a", 1);
            CreateDurableFile(disk, "data/a.tmp", 2);
            disk.Rename("data/a.tmp", "data/a");
            if (isDirectoryFlushed) disk.FlushDirectory("data");
            return disk;
        }

        static string Observe(SimulatedDisk disk) => $"{string.Join(',', disk.ListFiles("data"))} {ReadAll(disk, "data/a")[0]}";
        Assert.Equal(["a 2", "a,a.tmp 1"], Outcomes(seed => Scenario(seed, false), Observe).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["a 2"], Outcomes(seed => Scenario(seed, true), Observe).Distinct());
    }

    [Fact]
    public void A_rename_of_unflushed_bytes_may_leave_the_new_name_empty()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                using var file = disk.Open("data/a.tmp", FileOpenMode.OpenOrCreate);
                file.Write([1], 0);
                disk.Rename("data/a.tmp", "data/a");
                disk.FlushDirectory("data");
                return disk;
            },
            disk => ReadAll(disk, "data/a").Length);
        Assert.Contains(0, outcomes);
    }

    [Fact]
    public void A_deletion_without_its_directory_may_be_undone()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                CreateDurableFile(disk, "data/a", 1);
                disk.DeleteFile("data/a");
                return disk;
            },
            disk => disk.FileExists("data/a")).Distinct().Order();
        Assert.Equal([false, true], outcomes);
    }

    [Fact]
    public void A_deleted_directory_takes_its_files_along()
    {
        var disk = CreateDisk(1);
        disk.CreateDirectory("data/x/y");
        CreateDurableFile(disk, "data/x/y/a", 1);
        disk.DeleteDirectory("data/x");
        Assert.False(disk.DirectoryExists("data/x"));
        Assert.Equal(0, disk.UsedBytes);
        disk.DeleteDirectory("data/x");
    }

    [Fact]
    public void A_killed_process_loses_its_handles_and_locks_and_no_byte()
    {
        var disk = CreateDisk(1);
        var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
        file.Write([1, 2], 0);
        Assert.NotNull(disk.TryLock("data/.lock"));
        Assert.Null(disk.TryLock("data/.lock"));

        var restarted = disk.CrashProcess();
        Assert.Equal([1, 2], ReadAll(restarted, "data/a"));
        Assert.NotNull(restarted.TryLock("data/.lock"));
        Assert.Throws<InvalidOperationException>(() => file.Write([3], 0));
        Assert.Throws<InvalidOperationException>(() => disk.FileExists("data/a"));
    }

    [Fact]
    public void What_a_killed_process_left_unflushed_is_still_unflushed()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                CreateDurableFile(disk, "data/a").Write([1], 0);
                return disk.CrashProcess();
            },
            disk => ReadAll(disk, "data/a").Length).Distinct().Order();
        Assert.Equal([0, 1], outcomes);
    }

    [Fact]
    public void A_released_lock_can_be_taken_again()
    {
        var disk = CreateDisk(1);
        disk.TryLock("data/.lock")!.Dispose();
        Assert.NotNull(disk.TryLock("data/.lock"));
    }

    [Fact]
    public void After_a_failed_flush_a_later_one_succeeds_without_the_bytes()
    {
        var outcomes = Outcomes(
            seed =>
            {
                var disk = CreateDisk(seed);
                var file = CreateDurableFile(disk, "data/a");
                file.Write([1], 0);
                disk.Faults = new DiskFaults { FlushErrorProbability = 1 };
                Assert.Throws<IOException>(file.Flush);
                disk.Faults = DiskFaults.None;
                file.Write([2], 1);
                file.Flush();
                return disk;
            },
            disk => string.Join(' ', ReadAll(disk, "data/a"))).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["0 2", "1 2"], outcomes);
    }

    [Fact]
    public void A_full_disk_keeps_what_fits_and_says_so()
    {
        var disk = CreateDisk(1, new DiskFaults { CapacityBytes = 10 });
        using var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
        file.Write(new byte[8], 0);
        var error = Assert.Throws<IOException>(() => file.Write([1, 2, 3], 8));
        Assert.Equal(28, error.HResult);
        Assert.Equal(10, file.Length);
        file.Write([7], 0);
        disk.DeleteFile("data/a");
        using var next = disk.Open("data/b", FileOpenMode.OpenOrCreate);
        next.Write(new byte[10], 0);
    }

    [Fact]
    public void Preallocated_space_is_there_when_the_disk_is_full()
    {
        var disk = CreateDisk(1, new DiskFaults { CapacityBytes = 10 });
        using var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
        file.Preallocate(0, 10);
        Assert.Equal(0, file.Length);
        using var other = disk.Open("data/b", FileOpenMode.OpenOrCreate);
        Assert.Throws<IOException>(() => other.Write([1], 0));
        file.Write(new byte[10], 0);
        file.SetLength(4);
        other.Write(new byte[6], 0);
        other.Preallocate(0, 100);
    }

    [Theory]
    [InlineData(1, 0, 0, 0)]
    [InlineData(0, 1, 0, 0)]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 0, 0, 1)]
    public void Faults_come_where_they_are_asked_for(double write, double flush, double open, double name)
    {
        var disk = CreateDisk(1);
        using var file = disk.Open("data/a", FileOpenMode.OpenOrCreate);
        disk.Faults = new DiskFaults
        {
            WriteErrorProbability = write,
            FlushErrorProbability = flush,
            OpenErrorProbability = open,
            NameErrorProbability = name,
        };
        Check(write, () => file.Write([1], 0));
        Check(flush, file.Flush);
        Check(flush, () => disk.FlushDirectory("data"));
        Check(open, () => disk.Open("data/b", FileOpenMode.OpenOrCreate).Dispose());
        Check(name, () => disk.CreateDirectory("data/c"));
        Check(name, () => disk.Rename("data/a", "data/d"));
        Check(name, () => disk.DeleteFile("data/d"));

        static void Check(double probability, Action action)
        {
            var error = Record.Exception(action);
            if (probability > 0) Assert.Equal(5, Assert.IsType<IOException>(error).HResult);
            else Assert.Null(error);
        }
    }

    [Fact]
    public void What_does_not_exist_is_said_to_be_missing()
    {
        var disk = CreateDisk(1);
        Assert.Throws<FileNotFoundException>(() => disk.Open("data/a", FileOpenMode.Existing));
        Assert.Throws<DirectoryNotFoundException>(() => disk.Open("nowhere/a", FileOpenMode.OpenOrCreate));
        Assert.Throws<DirectoryNotFoundException>(() => disk.ListFiles("nowhere"));
        Assert.Throws<FileNotFoundException>(() => disk.Rename("data/a", "data/b"));
        disk.DeleteFile("data/a");
    }

    [Fact]
    public void Names_are_listed_in_ordinal_order()
    {
        var disk = CreateDisk(1);
        foreach (var name in new[] { "b", "a", "B" }) disk.Open($"data/{name}", FileOpenMode.OpenOrCreate).Dispose();
        disk.CreateDirectory("data/sub");
        Assert.Equal(["B", "a", "b"], disk.ListFiles("data"));
        Assert.Equal(["sub"], disk.ListDirectories("/data/"));
    }

    [Fact]
    public void The_last_write_has_the_clocks_time()
    {
        var clock = new ManualClock(5);
        var disk = new SimulatedDisk(new SeededRandom(1), clock);
        using var file = disk.Open("a", FileOpenMode.OpenOrCreate);
        clock.Advance(7);
        file.Write([1], 0);
        Assert.Equal(12, disk.LastWriteTimeMs("a"));
    }
}
