"""The wire of a slow link: what comes out of one network namespace goes into another after a delay, in both directions.

delay_link.py MILLISECONDS NAMESPACE DEVICE NAMESPACE DEVICE: the devices are TUN ones that exist. How fast packets come is limited by the
kernel before they get here. Says "ready", and ends when its input does.
"""
import ctypes
import fcntl
import os
import select
import struct
import sys
import time
from collections import deque

SET_INTERFACE = 0x400454CA  # TUNSETIFF
PACKETS_AS_THEY_ARE = 0x0001 | 0x1000  # IFF_TUN | IFF_NO_PI
NETWORK = 0x40000000  # CLONE_NEWNET
LONGEST = 65536
# Far more than a link carries while a packet is on its way; beyond it they are dropped, as a wire would.
MOST = 100_000

libc = ctypes.CDLL(None, use_errno=True)


def attach(namespace, device):
    """A TUN device of a namespace; it stays there when this process goes on to another."""
    with open(f"/var/run/netns/{namespace}") as place:
        if libc.setns(place.fileno(), NETWORK) != 0:
            raise OSError(ctypes.get_errno(), f"cannot enter {namespace}")
    file = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(file, SET_INTERFACE, struct.pack("16sH22x", device.encode(), PACKETS_AS_THEY_ARE))
    return file


def take(file, queue, delay):
    """Everything that is there now."""
    while True:
        try:
            packet = os.read(file, LONGEST)
        except BlockingIOError:
            return
        if len(queue) < MOST:
            queue.append((time.monotonic() + delay, packet))


def give(file, queue):
    """Everything whose time has come."""
    while queue and queue[0][0] <= time.monotonic():
        try:
            os.write(file, queue.popleft()[1])
        except OSError:
            pass  # A device that is down, or full, loses packets.


def main():
    delay = float(sys.argv[1]) / 1000
    ends = [attach(*sys.argv[2:4]), attach(*sys.argv[4:6])]
    queues = {end: deque() for end in ends}
    print("ready", flush=True)
    while True:
        due = min((queue[0][0] for queue in queues.values() if queue), default=None)
        wait = None if due is None else max(0, due - time.monotonic())
        readable, _, _ = select.select([*ends, sys.stdin], [], [], wait)
        if sys.stdin in readable and not sys.stdin.buffer.read1():
            return
        for end in readable:
            if end in queues:
                take(end, queues[end], delay)
        give(ends[1], queues[ends[0]])
        give(ends[0], queues[ends[1]])


main()
