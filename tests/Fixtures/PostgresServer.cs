using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Countersign.Tests.Fixtures;

/// <summary>
/// A private PostgreSQL server with fsync on, from the system's packages: started at the first question for a database, in a temporary folder,
/// on a free loopback port; stopped and removed at the end. Where it cannot be started the asking test is skipped, or fails where
/// COUNTERSIGN_NO_SKIP=1 forbids skipping.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    // initdb refuses to run as root; this user comes with the system's package.
    private const string ServerUser = "postgres";

    private const int FirstPort = 20_000;
    private const int PortsMax = 10_000;

    private readonly Lock gate = new();
    private string? folder;
    private string? whyNot;
    private int port;
    private int databases;

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public string CreateDatabase()
    {
        lock (gate)
        {
            Start();
            var name = string.Create(CultureInfo.InvariantCulture, $"test_{++databases}");
            Run("createdb", "-h", "127.0.0.1", "-p", Port, "-U", ServerUser, name);
            return $"Host=127.0.0.1;Port={Port};Username={ServerUser};Database={name};Include Error Detail=true";
        }
    }

    /// <summary>Stops the server as a power cut would, without letting it finish anything.</summary>
    public void Crash()
    {
        lock (gate)
        {
            Run("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        }
    }

    /// <summary>Starts the server again after <see cref="Crash"/>.</summary>
    public void Restart()
    {
        lock (gate)
        {
            Run("pg_ctl", "-D", Data, "-l", Path.Combine(folder!, "log"), "-w", "start");
        }
    }

    public void Dispose()
    {
        if (folder is not null && whyNot is null)
        {
            Run("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");
        }

        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Data => Path.Combine(folder!, "data");

    private string Port => port.ToString(CultureInfo.InvariantCulture);

    private static string? Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
        : null;

    private void Start()
    {
        if (folder is null)
        {
            TryStart();
        }

        if (whyNot is not null && Environment.GetEnvironmentVariable("COUNTERSIGN_NO_SKIP") == "1")
        {
            Assert.Fail("PostgreSQL is needed: " + whyNot);
        }
        else if (whyNot is not null)
        {
            Assert.Skip("No PostgreSQL: " + whyNot);
        }
    }

    private void TryStart()
    {
        folder = Directory.CreateTempSubdirectory("countersign-postgres-").FullName;
        if (Binaries is null)
        {
            whyNot = "its server package is not installed (no initdb under /usr/lib/postgresql).";
            return;
        }

        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                Execute("chown", ServerUser, folder);
            }

            port = FreePort();
            Run("initdb", "-D", Data, "-U", ServerUser, "-A", "trust", "-E", "UTF8", "--locale=C");
            File.AppendAllText(Path.Combine(Data, "postgresql.conf"), string.Create(
                CultureInfo.InvariantCulture,
                $"""

                listen_addresses = '127.0.0.1'
                port = {port}
                unix_socket_directories = '{folder}'
                fsync = on
                max_connections = 100

                """));
            Run("pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-w", "start");
        }
        catch (InvalidOperationException e)
        {
            whyNot = e.Message;
        }
    }

    // Below the ports that the system gives to connections: one of those could take the port while the server is down between crash and restart.
    private static int FreePort()
    {
        for (var tried = 0; tried < PortsMax; tried++)
        {
            var candidate = FirstPort + (((Environment.ProcessId * 37) + (tried * 101)) % PortsMax);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, candidate);
                listener.Start();
                return candidate;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }

        throw new InvalidOperationException($"There is no free port from {FirstPort} to {FirstPort + PortsMax}.");
    }

    private static void Run(string program, params string[] arguments)
    {
        var path = Path.Combine(Binaries!, program);
        if (Environment.IsPrivilegedProcess)
        {
            Execute("runuser", ["-u", ServerUser, "--", path, .. arguments]);
        }
        else
        {
            Execute(path, arguments);
        }
    }

    // The server inherits no pipe: a redirected one would stay open as long as it runs.
    private static void Execute(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$0\" \"$@\" > /dev/null 2> /dev/null < /dev/null");
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."));
        }
    }
}
