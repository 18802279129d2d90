using System.Diagnostics;
using Levada.Log;

namespace Levada.FileSystem.Tests;

public sealed class PosixFileSystemTests : IDisposable
{
    private readonly PosixFileSystem _disk = new();
    private readonly string _root = Directory.CreateTempSubdirectory("levada").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_written_is_read()
    {
        using var file = _disk.Open(_root + "/a", FileOpenMode.OpenOrCreate);
        file.Write([1, 2, 3], 5);
        Assert.Equal(8, file.Length);
        var bytes = new byte[10];
        Assert.Equal(6, file.Read(bytes, 2));
        Assert.Equal([0, 0, 0, 1, 2, 3], bytes[..6]);
        Assert.Equal(0, file.Read(bytes, 8));
        file.Flush();
        file.SetLength(6);
        Assert.Equal([0, 0, 0, 0, 0, 1], File.ReadAllBytes(_root + "/a"));
    }

    [Fact]
    public void Reserving_does_not_change_the_size()
    {
        using var file = _disk.Open(_root + "/a", FileOpenMode.OpenOrCreate);
        file.Write([1], 0);
        file.Preallocate(1, 1 << 20);
        file.StartWriteback(0, 1);
        Assert.Equal(1, file.Length);
    }

    [Fact]
    public void A_mode_says_what_happens_to_a_file_that_is_there_or_not()
    {
        Assert.Throws<FileNotFoundException>(() => _disk.Open(_root + "/a", FileOpenMode.Existing));
        using (var file = _disk.Open(_root + "/a", FileOpenMode.OpenOrCreate)) file.Write([1, 2], 0);
        using (var file = _disk.Open(_root + "/a", FileOpenMode.OpenOrCreate)) Assert.Equal(2, file.Length);
        using (var file = _disk.Open(_root + "/a", FileOpenMode.CreateOrTruncate)) Assert.Equal(0, file.Length);
    }

    [Fact]
    public void A_rename_replaces_files_and_moves_directories()
    {
        File.WriteAllText(_root + "/a", "a");
        File.WriteAllText(_root + "/b", "b");
        _disk.Rename(_root + "/a", _root + "/b");
        Assert.Equal("a", File.ReadAllText(_root + "/b"));
        _disk.CreateDirectory(_root + "/d/e");
        _disk.Rename(_root + "/d", _root + "/f");
        _disk.FlushDirectory(_root);
        Assert.True(_disk.DirectoryExists(_root + "/f/e"));
        Assert.Equal(["f"], _disk.ListDirectories(_root));
        Assert.Equal(["b"], _disk.ListFiles(_root));
    }

    [Fact]
    public void What_is_not_there_may_be_deleted()
    {
        _disk.DeleteFile(_root + "/none");
        _disk.DeleteFile(_root + "/none/none");
        _disk.DeleteDirectory(_root + "/none");
        Assert.False(_disk.FileExists(_root + "/none"));
    }

    [Fact]
    public void An_open_file_stays_readable_after_it_is_deleted()
    {
        using var file = _disk.Open(_root + "/a", FileOpenMode.OpenOrCreate);
        file.Write([7], 0);
        _disk.DeleteFile(_root + "/a");
        var bytes = new byte[1];
        Assert.Equal(1, file.Read(bytes, 0));
        Assert.Equal(7, bytes[0]);
    }

    [Fact]
    public void A_failure_of_the_system_is_an_IOException()
    {
        Assert.Throws<IOException>(() => _disk.FlushDirectory(_root + "/none"));
        Assert.ThrowsAny<IOException>(() => _disk.Open(_root + "/none/a", FileOpenMode.OpenOrCreate));
        Assert.ThrowsAny<IOException>(() => _disk.Open(_root, FileOpenMode.OpenOrCreate));
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full.");
        using var full = _disk.Open("/dev/full", FileOpenMode.Existing);
        Assert.ThrowsAny<IOException>(() => full.Write([1], 0));
    }

    [Fact]
    public void A_time_of_last_change_is_in_milliseconds_since_1970()
    {
        File.WriteAllText(_root + "/a", "a");
        File.SetLastWriteTimeUtc(_root + "/a", DateTime.UnixEpoch.AddMilliseconds(1_700_000_000_123));
        Assert.Equal(1_700_000_000_123, _disk.LastWriteTimeMs(_root + "/a"));
    }

    [Fact]
    public void A_lock_excludes_others_until_it_is_given_back()
    {
        using (_disk.TryLock(_root + "/.lock")) Assert.Null(_disk.TryLock(_root + "/.lock"));
        using var again = _disk.TryLock(_root + "/.lock");
        Assert.NotNull(again);
    }

    [Fact]
    public void A_lock_is_the_record_lock_that_other_programs_see()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "There is no python3 to play the other process.");
        using (_disk.TryLock(_root + "/.lock")) Assert.Equal("locked", TryLockFromAnotherProcess());
        Assert.Equal("free", TryLockFromAnotherProcess());
    }

    private string TryLockFromAnotherProcess()
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("""
            import fcntl, sys
            try:
                fcntl.lockf(open(sys.argv[1], "r+"), fcntl.LOCK_EX | fcntl.LOCK_NB)
                print("free")
            except OSError:
                print("locked")
            """);
        start.ArgumentList.Add(_root + "/.lock");
        using var process = Process.Start(start)!;
        var answer = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return answer;
    }
}
